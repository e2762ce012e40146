/** What an author says of how a block's commands go. It holds for all commands of the block. */
export interface BlockTiming {
  /** Virtual time before each command, such as `10s`. Default: until the cluster has settled, 30 s at most. */
  readonly wait?: string;
  /** For what does not end by itself (`--watch`, `logs -f`): Ctrl-C after so much virtual time. */
  readonly watches?: string;
  /** It is meant to fail: its exit code is not 0. */
  readonly fails?: boolean;
}
