// What the programs for Node share: a line on standard output for each command, as matrix.py reads them.
'use strict';
const readline = require('readline');
const input = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

// COMMAND, "typed" (the client has a method for it) or "raw" (sent as it is), and what came back.
async function report(command, how, run) {
	let got;
	try {
		got = await run();
	} catch (error) {
		got = `failed: ${error.message}`;
	}
	process.stdout.write(`${command}\t${how}\t${String(got).replace(/\s+/g, ' ')}\n`);
}

// The server is stopped and started while the client stays connected.
async function restartServer() {
	process.stdout.write('restart\n');
	await input.next();
}

const messageOf = promise => promise.then(() => 'no error', error => error.message);

module.exports = { report, restartServer, messageOf, stop: () => input.return() };
