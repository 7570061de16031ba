#!/usr/bin/env node
// Searches a collection of karez and prints what was found; no package is needed.
// usage: search.js ADDRESS COLLECTION QUERY   ADDRESS is unix:/run/karez/karez.sock, or 127.0.0.1:7700
'use strict';
const net = require('net');
const readline = require('readline');

function connect(address) {
	if (address.startsWith('unix:'))
		return net.connect({ path: address.slice('unix:'.length) });
	const [, host, port] = address.match(/^(.*):(\d+)$/);
	return net.connect({ host, port });
}

// The text with brackets around what matched; spans count bytes of UTF-8, so it is cut as bytes.
function marked(text, spans) {
	const bytes = Buffer.from(text);
	let out = '', at = 0;
	for (const [start, end] of spans) {
		out += `${bytes.subarray(at, start)}[${bytes.subarray(start, end)}]`;
		at = end;
	}
	return out + bytes.subarray(at);
}

// The first line of a reply has the counts, or the error; the rows behind it are JSON, one a line.
async function search(socket, collection, query) {
	const lines = readline.createInterface({ input: socket, crlfDelay: Infinity })[Symbol.asyncIterator]();
	// The query is everything behind " : ", as it was typed: nothing has to be escaped.
	socket.write(`SEARCH ${collection} limit=3 fields=rank,score,title,snippets : ${query}\n`);
	const { value: head = '-karezd closed the connection' } = await lines.next();
	if (!head.startsWith('='))
		throw new Error(head.slice(1));
	const [rows, ...facts] = head.slice(1).split(' ');
	const hits = [];
	while (hits.length < Number(rows))
		hits.push(JSON.parse((await lines.next()).value));
	return { total: facts.find(f => f.startsWith('total=')).slice('total='.length), hits };
}

async function main([address, collection, query]) {
	if (query === undefined || query.includes('\n'))
		throw new Error('usage: search.js ADDRESS COLLECTION QUERY (of one line)');
	const socket = connect(address);
	await new Promise((connected, failed) => socket.once('connect', connected).once('error', failed));
	const { total, hits } = await search(socket, collection, query);
	console.log(`${total} found`);
	for (const hit of hits) {
		console.log(`${hit.rank}. ${hit.score.toFixed(2)}  ${hit.title ?? ''}`);
		for (const passage of hit.snippets ?? [])
			console.log(`   ${marked(passage.text, passage.hl ?? [])}`);
	}
	socket.end();
}

main(process.argv.slice(2)).catch(error => {
	console.error(`search.js: ${error.message}`);
	process.exit(1);
});
