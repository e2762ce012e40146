import type { Command } from '../../command.ts';
import { runGroup } from '../../kubectl.ts';
import { currentContext, deleteContext, getContexts, renameContext, setContext, useContext } from './contexts.ts';
import { deleteCluster, deleteUser, getClusters, getUsers, setCluster } from './entries.ts';
import { configSet, configUnset } from './property.ts';
import { setCredentials } from './set-credentials.ts';
import { configView } from './view.ts';

/** `kubectl config`. Models: kubectl/pkg/cmd/config */
export const config: Command = {
  name: 'config',
  use: 'SUBCOMMAND',
  short: 'Modify kubeconfig files',
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
