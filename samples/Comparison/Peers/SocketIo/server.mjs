// The Socket.IO peer. Production settings as its documentation names them: NODE_ENV=production (set by the harness), native masking (bufferutil), no
// compression (both kinds are off by default), and the default transports, polling and websocket. One process: a cluster would need sticky sessions.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer((request, response) => {
  if (request.url.startsWith('/stats')) {
    if (request.url.includes('gc=1') && globalThis.gc) {
      for (let round = 0; round < 3; round++) globalThis.gc();
    }
    const cpu = process.cpuUsage();
    const memory = process.memoryUsage();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({
      UserMicroseconds: cpu.user, SystemMicroseconds: cpu.system, AllocatedBytes: 0, HeapBytes: memory.heapUsed, ResidentBytes: memory.rss,
    }));
  } else if (request.method === 'POST' && request.url === '/publish') {
    let body = '';
    request.setEncoding('latin1');
    request.on('data', piece => { body += piece; });
    request.on('end', () => {
      io.emit('m', body);
      response.statusCode = 204;
      response.end();
    });
  } else {
    response.statusCode = 404;
    response.end();
  }
});

const io = new Server(http, { serveClient: false });
io.on('connection', socket => socket.on('e', text => socket.emit('m', text)));

http.listen(0, '127.0.0.1', () => console.log(`listening http://127.0.0.1:${http.address().port}`));
process.stdin.on('end', () => process.exit(0)).resume();
