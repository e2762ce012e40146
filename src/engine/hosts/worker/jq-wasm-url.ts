import wasmUrl from 'jq-web/jq.wasm?url';
// Here, and not only where the fuel is used: jq-web begins to load as it is imported, and what has no name is not sorted behind it.
import './jq-meter.ts';

// jq-web asks for jq.wasm beside the script that loads it: that one request is pointed at the bundled file.
const fetchReally = self.fetch.bind(self);
self.fetch = (input, init) => fetchReally(String(input).endsWith('/jq.wasm') ? wasmUrl : input, init);
