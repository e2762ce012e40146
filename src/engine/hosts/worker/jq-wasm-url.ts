import wasmUrl from 'jq-web/jq.wasm?url';

// jq-web asks for jq.wasm beside the script that loads it: that one request is pointed at the bundled file.
const fetchReally = self.fetch.bind(self);
self.fetch = (input, init) => fetchReally(String(input).endsWith('/jq.wasm') ? wasmUrl : input, init);
