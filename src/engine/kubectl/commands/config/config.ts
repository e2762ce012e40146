import type { Command } from '../../command.ts';
import { runGroup } from '../../kubectl.ts';
import { currentContext, deleteContext, getContexts, renameContext, setContext, useContext } from './contexts.ts';
import { deleteCluster, deleteUser, getClusters, getUsers, setCluster, setCredentials } from './entries.ts';
import { configSet, configUnset } from './property.ts';
import { configView } from './view.ts';

/** `kubectl config`. Models: kubectl/pkg/cmd/config */
export const config: Command = {
  name: 'config',
  use: 'SUBCOMMAND',
  short: 'Modify kubeconfig files',
  long: `Modify kubeconfig files using subcommands like "kubectl config set current-context my-context".

 The loading order follows these rules:

  1.  If the --kubeconfig flag is set, then only that file is loaded. The flag may only be set once and no merging takes place.
  2.  If $KUBECONFIG environment variable is set, then it is used as a list of paths (normal path delimiting rules for your system). These paths are merged. When a value is modified, it is modified in the file that defines the stanza. When a value is created, it is created in the first file that exists. If no files in the chain exist, then it creates the last file in the list.
  3.  Otherwise, \${HOME}/.kube/config is used and no merging takes place.`,
  subcommands: [
    configView,
    setCluster,
    setCredentials,
    setContext,
    configSet,
    configUnset,
    currentContext,
    useContext,
    getContexts,
    getClusters,
    getUsers,
    deleteCluster,
    deleteContext,
    deleteUser,
    renameContext,
  ],
  run: runGroup,
};
