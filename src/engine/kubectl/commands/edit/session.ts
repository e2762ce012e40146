import type { Json, JsonObject } from '../../../cluster/json.ts';
import { objects, record, text } from '../../../cluster/json-readers.ts';
import type { Task } from '../../../shell/process/types.ts';
import { schemaOfType } from '../../apply/schema.ts';
import { strategicDiff } from '../../apply/strategic-diff.ts';
import { threeWayMergePatch } from '../../apply/three-way.ts';
import { recorded } from '../../change-cause.ts';
import {
  changePrinter,
  createObject,
  lastAppliedAnnotation,
  patchObject,
  savedConfig,
  withType,
} from '../../changes.ts';
import type { CommandContext } from '../../command.ts';
import { validationOf } from '../../common-flags.ts';
import { groupResource } from '../../discovery.ts';
import { CommandError, ExitError, StatusError } from '../../errors.ts';
import { goJson } from '../../go/json.ts';
import { quote } from '../../go/quote.ts';
import { metadataOf, nameOf, namespaceOf, sameJson, withMetadata } from '../../json.ts';
import { withoutManagedFields } from '../../printers/printer.ts';
import type { Info } from '../../resource/info.ts';
import { readManifest } from '../../resource/manifest.ts';
import { editDocument } from './document.ts';
import { openEditor, temporaryPath } from './editor.ts';
import { comparable, type EditMode, type EditReason, withoutComments } from './header.ts';
import { invalidText } from './invalid.ts';

/** One opening of the editor, again and again until it is saved well, unchanged or empty. */
export class EditSession {
  private reasons: readonly EditReason[] = [];
  private edited = '';
  private failed = false;
  private file = '';
  private readonly document;

  constructor(
    private readonly context: CommandContext,
    private readonly mode: EditMode,
    private readonly infos: readonly Info[],
  ) {
    this.document = editDocument(context);
  }

  *run(): Task<number> {
    const originals = this.infos.map((info) => this.original(info));
    const original = this.document.header(this.mode, []) + this.document.body(originals);
    for (let attempt = 0; ; attempt++) {
      this.context.process.step();
      const before = this.edited;
      const content =
        this.document.header(this.mode, this.reasons) +
        (this.failed ? withoutComments(before) : this.document.body(originals));
      yield* this.open(content, attempt);
      if (this.failed && comparable(before) === comparable(this.edited)) {
        this.keep();
        throw new CommandError('Edit cancelled, no valid changes were saved.');
      }
      const invalid = validationOf(this.context.flags) === 'Ignore' ? undefined : invalidText(this.edited);
      if (invalid !== undefined) {
        this.refuse(invalid);
        continue;
      }
      if (comparable(original) === comparable(this.edited)) return this.cancel('Edit cancelled, no changes made.');
      if (withoutComments(this.edited).trim() === '') return this.cancel('Edit cancelled, saved file was empty.');
      const parsed = readManifest(this.edited, 'edited-file', false).flatMap((each) => this.flattened(each));
      const fault = parsed.find((each): each is CommandError => each instanceof Error);
      if (fault !== undefined) {
        this.reasons = [{ head: `The edited file had a syntax error: ${fault.message}`, details: [] }];
        this.failed = true;
        continue;
      }
      const edited = parsed.filter((each): each is JsonObject => !(each instanceof Error));
      if (this.mode === 'before-create' ? this.create(edited) : this.send(edited, originals)) return 0;
    }
  }

  private original(info: Info): JsonObject {
    const object = withoutManagedFields(info.object ?? {});
    if (this.mode !== 'last-applied') return object;
    const annotation = text(record(metadataOf(object)['annotations'])[lastAppliedAnnotation]);
    if (annotation === '') {
      throw new CommandError(
        'no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`',
      );
    }
    return record(JSON.parse(annotation) as Json);
  }

  private *open(content: string, attempt: number): Task<void> {
    const { fs } = this.context.process;
    const previous = this.file;
    const file = temporaryPath(this.context, attempt, this.document.extension);
    fs.write(file, content, { mode: 0o600 });
    try {
      yield* openEditor(this.context, file);
    } catch (error) {
      // What was edited before is kept, if anything was; the file that could not be edited holds nothing new.
      this.keep();
      throw error;
    }
    this.file = file;
    this.edited = fs.read(this.file);
    if (previous !== '' && fs.exists(previous)) fs.remove(previous);
  }

  private flattened(
    each: { readonly object: JsonObject } | { readonly error: CommandError },
  ): readonly (JsonObject | CommandError)[] {
    if ('error' in each) return [each.error];
    return each.object['kind'] === 'List' ? objects(each.object['items']) : [each.object];
  }

  /** The file is no object at all: it is opened again. */
  private refuse(why: string): void {
    const [info] = this.infos;
    if (info === undefined) return;
    const name = `${groupResource(info.type)} ${quote(info.name)}`;
    this.context.err(`error: ${name} is invalid\n`);
    const detail = `<nil>: Invalid value: "The edited file failed validation": ${why}`;
    this.reasons = [{ head: `${name} was not valid`, details: [detail] }];
    this.failed = true;
  }

  private cancel(message: string): number {
    this.context.process.fs.remove(this.file);
    this.context.err(`${message}\n`);
    return 0;
  }

  private keep(): void {
    if (this.file !== '' && this.context.process.fs.exists(this.file)) {
      this.context.err(`A copy of your changes has been stored to ${quote(this.file)}\n`);
    }
  }

  /** Sends each edited object; true when the edit is over. */
  private send(edited: readonly JsonObject[], originals: readonly JsonObject[]): boolean {
    const reasons: EditReason[] = [];
    let over = true;
    for (const object of edited) {
      const at = this.indexOf(object, originals);
      const info = this.infos[at];
      const original = originals[at];
      if (info === undefined || original === undefined) {
        this.keep();
        throw new CommandError('At least one of apiVersion, kind and name was changed');
      }
      try {
        this.sendOne(info, original, object);
      } catch (error) {
        if (!(error instanceof StatusError)) {
          this.keep();
          throw error;
        }
        const name = `${groupResource(info.type)} ${quote(info.name)}`;
        if (error.reason === 'Invalid') {
          this.context.err(`error: ${name} is invalid\n`);
          const causes = objects(record(error.status['details'])['causes']);
          reasons.push({
            head: `${name} was not valid`,
            details: causes.map((cause) => `${text(cause['field'])}: ${text(cause['message'])}`),
          });
          over = false;
        } else if (error.reason === 'NotFound') {
          this.context.err(`error: ${name} could not be found on the server\n`);
          this.context.err(`The edits you made on deleted resources have been saved to ${quote(this.file)}\n`);
          throw new ExitError(1);
        } else {
          this.context.err(`error: ${name} could not be patched: ${error.message}\n`);
          this.context.err(`You can run \`kubectl replace -f ${this.file}\` to try this update again.\n`);
          throw new ExitError(1);
        }
      }
    }
    this.reasons = reasons;
    this.failed = !over;
    if (over) this.context.process.fs.remove(this.file);
    return over;
  }

  /** Creates what was edited; what the server refuses is not opened again. Models: EditOptions.visitToCreate */
  private create(edited: readonly JsonObject[]): true {
    const { context } = this;
    try {
      for (const object of edited) {
        const type = context.discovery().forKind(text(object['apiVersion']), text(object['kind']));
        const namespace = type.namespaced ? namespaceOf(object) || context.namespace().name : '';
        const made = createObject(context, type, namespace, savedConfig(context, object), {
          fieldManager: context.flags.string('field-manager'),
          dryRun: 'none',
          validation: validationOf(context.flags),
        });
        changePrinter(context, 'created', 'none').print(made);
      }
    } catch (error) {
      this.keep();
      throw error;
    }
    this.context.process.fs.remove(this.file);
    return true;
  }

  private indexOf(object: JsonObject, originals: readonly JsonObject[]): number {
    if (originals.length === 1) {
      const [original] = originals;
      const same =
        original !== undefined &&
        original['kind'] === object['kind'] &&
        original['apiVersion'] === object['apiVersion'];
      return same && nameOf(original) === nameOf(object) ? 0 : -1;
    }
    return originals.findIndex(
      (original) =>
        original['kind'] === object['kind'] &&
        nameOf(original) === nameOf(object) &&
        namespaceOf(original) === namespaceOf(object),
    );
  }

  private sendOne(info: Info, original: JsonObject, object: JsonObject): void {
    const { context } = this;
    if (sameJson(original, object)) {
      changePrinter(context, 'skipped', 'none').print(object);
      return;
    }
    const options = {
      fieldManager: context.flags.string('field-manager'),
      dryRun: 'none' as const,
      validation: validationOf(context.flags),
      subresource: context.flags.has('subresource') ? context.flags.string('subresource') : '',
    };
    if (this.mode === 'last-applied') {
      const annotations = { [lastAppliedAnnotation]: `${goJson(object)}\n` };
      const patched = patchObject(context, info, 'merge', { metadata: { annotations } }, options);
      changePrinter(context, 'edited', 'none').print(withType(patched, info.type));
      return;
    }
    const saved = recorded(context, context.flags.bool('save-config') ? withMetadata(object, {}) : object);
    const schema = schemaOfType(info.type);
    const patch =
      schema === undefined
        ? threeWayMergePatch(original, saved, original)
        : strategicDiff(original, saved, schema, { deletions: true, changes: true });
    if (context.flags.bool('output-patch')) context.out(`Patch: ${goJson(patch)}\n`);
    const patched = patchObject(context, info, schema === undefined ? 'merge' : 'strategic', patch, options);
    changePrinter(context, 'edited', 'none').print(withType(patched, info.type));
  }
}
