import type { Fault } from '../cluster/faults/fault.ts';
import type { Json } from '../cluster/json.ts';

/**
 * All that a learner can do to a session. Each is journaled with its virtual time; nothing else changes a session, so that the same
 * inputs at the same times give the same bytes.
 */
export type Input =
  | {
      readonly do: 'open-terminal';
      readonly terminal: number;
      readonly columns: number;
      readonly rows: number;
    }
  | { readonly do: 'close-terminal'; readonly terminal: number }
  | { readonly do: 'resize'; readonly terminal: number; readonly columns: number; readonly rows: number }
  /** Keys as a terminal sends them, `\r` for Enter. */
  | { readonly do: 'type'; readonly terminal: number; readonly text: string }
  /** Runs one shell line in a terminal, as if typed (a click on a command in the prose). */
  | { readonly do: 'run'; readonly terminal: number; readonly line: string }
  | { readonly do: 'write-file'; readonly path: string; readonly content: string }
  | { readonly do: 'remove-file'; readonly path: string }
  /** The page's editor closes a file that `kubectl edit`, vi or nano opened; null = closed without saving. */
  | { readonly do: 'edited'; readonly edit: number; readonly content: string | null }
  /** Something is to go wrong in the cluster (the map's menu), or to be well again; null = all of it. */
  | { readonly do: 'fault'; readonly fault: Fault }
  | { readonly do: 'heal'; readonly fault: Fault | null }
  /** The browser pane opens an address from the learner's machine; '' breaks off the visit that is on its way. */
  | { readonly do: 'browse'; readonly visit: number; readonly url: string }
  /** A request of the page itself to the API server (Apply in the editor, Delete on the map). */
  | {
      readonly do: 'request';
      readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      readonly path: string;
      readonly contentType: string;
      readonly body: Json;
    }
  /** A real program of the host (node, npm) printed something, or ended with what it left in the learner's files. */
  | { readonly do: 'host-output'; readonly process: number; readonly text: string; readonly isError: boolean }
  | {
      readonly do: 'host-exit';
      readonly process: number;
      readonly status: number;
      readonly files: { readonly [path: string]: string };
    }
  | { readonly do: 'answer'; readonly check: string; readonly text: string }
  | { readonly do: 'hint'; readonly task: string; readonly hint: number }
  /** The learner had the solution of a task shown; '' is that of the whole lab. */
  | { readonly do: 'solution'; readonly task: string }
  /** The page saw a task complete for the first time. A mark to go back to and to look at; no grade counts it. */
  | { readonly do: 'reached'; readonly task: string }
  /** The journal was taken out; `hash` is the history's at this moment, so that a replay can tell whether it went the same way. */
  | { readonly do: 'export'; readonly hash: string }
  | { readonly do: 'check'; readonly task: string | null };
