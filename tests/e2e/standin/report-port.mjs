import { Server } from 'node:net';

const orig = Server.prototype.listen;
Server.prototype.listen = function (...a) {
  this.once('listening', () => {
    const ad = this.address();
    if (ad && typeof ad === 'object')
      fetch(process.env.WC_REPORT, { method: 'POST', body: JSON.stringify({ port: ad.port, open: true }) }).catch(
        () => {},
      );
  });
  return orig.apply(this, a);
};
