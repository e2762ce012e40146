import type { JsonObject } from '../../../cluster/json.ts';
import { changePrinter, patchObject, withType } from '../../changes.ts';
import type { CommandContext } from '../../command.ts';
import { CommandError, isConflict } from '../../errors.ts';
import { goJson } from '../../go/json.ts';
import { metadataOf, nameOf } from '../../json.ts';
import type { Info } from '../../resource/info.ts';
import { type ApplyOptions, refuseGenerateName } from './client-side.ts';

const conflictHelp = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;

/** Sends the whole configuration for the server to merge. Throws with kubectl's advice when another manager owns a field. */
export function applyServerSide(context: CommandContext, info: Info, options: ApplyOptions): JsonObject {
  const configured = info.object ?? {};
  refuseGenerateName(info, configured);
  try {
    const object = patchObject(context, info, 'apply', goJson(configured), {
      ...options,
      subresource: context.flags.string('subresource'),
      force: context.flags.bool('force-conflicts'),
    });
    const shown = withType(object, info.type);
    if (metadataOf(object)['deletionTimestamp'] !== undefined) {
      context.err(`Warning: Detected changes to resource ${nameOf(object)} which is currently being deleted.\n`);
    }
    if (!options.quiet) changePrinter(context, 'serverside-applied', options.dryRun).print(shown);
    return shown;
  } catch (error) {
    if (isConflict(error)) throw new CommandError(`${error.message}\n${conflictHelp}`);
    throw error;
  }
}
