import type { Command } from '../../command.ts';
import { runGroup } from '../../kubectl.ts';
import { setEnv } from './env.ts';
import { setImage } from './image.ts';
import { setResources, setSelector, setServiceAccount, setSubject } from './more.ts';

/** `kubectl set`. Models: kubectl/pkg/cmd/set */
export const set: Command = {
  name: 'set',
  use: 'SUBCOMMAND',
  short: 'Set specific features on objects',
  subcommands: [setImage, setResources, setSelector, setSubject, setServiceAccount, setEnv],
  run: runGroup,
};
