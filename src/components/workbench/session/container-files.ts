import jqScriptUrl from 'jq-web/jq.js?url';
import jqWasmUrl from 'jq-web/jq.wasm?url';
import programUrl from '../../../../dist-session/program.mjs?url';
import type { ContainerFiles } from '../../../engine/hosts/webcontainer/host.ts';

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

/** Fetches what a container is to run from the page's own origin. */
export async function containerFiles(): Promise<ContainerFiles> {
  const [program, jqScript, jqWasm] = await Promise.all([programUrl, jqScriptUrl, jqWasmUrl].map(fetched));
  if (program === undefined || jqScript === undefined || jqWasm === undefined) throw new Error('nothing to run');
  return {
    program: await program.text(),
    jqScript: await jqScript.text(),
    jqWasm: new Uint8Array(await jqWasm.arrayBuffer()),
  };
}
