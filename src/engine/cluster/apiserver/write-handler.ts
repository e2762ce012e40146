import type { JsonObject, KubeObject } from '../json.ts';
import { type WriteOptions, writerOf } from './core.ts';
import { checkStoredSize, decodeObject, expectedOf } from './decode/body.ts';
import { applyObject } from './managed-fields/apply.ts';
import { sentOwnership } from './managed-fields/sent.ts';
import { applyPatch, patchBody, patchTypeOf } from './patch/patch.ts';
import { writeParameters } from './request/options.ts';
import { live, type Recorded, type ResourceRequest, writeOptions } from './resource-request.ts';
import { shownAs, takenAs, takenConfig } from './versions.ts';
import { checkIdentity, updateObject } from './write/update.ts';

/** PUT and PATCH of the object or of a part that is written through it (`status`). */
export function written(
  asked: ResourceRequest,
  verb: 'update' | 'patch',
  part: string,
  warn: (text: string) => void,
  recorded: (facts: Recorded) => void,
): readonly [status: number, object: KubeObject] {
  const { core, resource, info, request, query } = asked;
  const { namespace, name } = info;
  checkStoredSize(request);
  if (verb === 'update') {
    const parameters = writeParameters(request, query, 'UpdateOptions');
    recorded({ verb, manager: parameters.manager, name });
    const sent = decodeObject(request, expectedOf(resource), parameters.fieldValidation, warn);
    checkIdentity(resource, namespace, name, sent);
    return [200, stored(asked, sent, writeOptions(asked, parameters.manager, parameters.dryRun, part, warn))];
  }
  const type = patchTypeOf(request, resource.definition.custom !== undefined);
  const parameters = writeParameters(request, query, 'PatchOptions', type === 'apply');
  recorded({ verb, manager: parameters.manager, name });
  const parsed = patchBody(request, type);
  if (type === 'apply') {
    const writer = writerOf(parameters.manager, 'Apply', part);
    const options: WriteOptions = { ...writeOptions(asked, parameters.manager, parameters.dryRun, part, warn), writer };
    if (part !== '') live(asked);
    const config = takenConfig(resource, parsed.value);
    const applied = applyObject(core, resource.stored, namespace, name, config, options, parameters.force);
    return [applied.isNew ? 201 : 200, applied.object];
  }
  const validation = parameters.fieldValidation;
  const current = type === 'json' ? shown(asked) : shownAs(resource, live(asked));
  const patched = applyPatch({ resource, schema: resource.definition.schema, validation, warn }, type, current, parsed);
  checkIdentity(resource, namespace, name, patched);
  return [200, stored(asked, patched, writeOptions(asked, parameters.manager, parameters.dryRun, part, warn))];
}

/** The object as the client sees it: a JSON patch may name a place in its managed fields. */
function shown(asked: ResourceRequest): KubeObject {
  const { namespace, name } = asked.info;
  const version = asked.core.store.version(asked.resource.key, namespace, name);
  return shownAs(asked.resource, version === undefined ? live(asked) : asked.core.presenter.present(version));
}

function stored(asked: ResourceRequest, written: JsonObject, options: WriteOptions): KubeObject {
  const { core, info } = asked;
  const { namespace, name } = info;
  const resource = asked.resource.stored;
  const sent = takenAs(asked.resource, written);
  const ownership = sentOwnership(core, resource, live(asked), sent);
  if (ownership === undefined) return updateObject(core, resource, namespace, name, sent, options).object;
  return updateObject(core, resource, namespace, name, sent, { ...options, ownership }, true).object;
}
