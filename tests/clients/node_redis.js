// node-redis 4, 5 or 6 against karezd.  usage: node node_redis.js FOLDER-OF-NODE_MODULES VERSION SOCKET COLLECTION
'use strict';
const path = require('path');
const { report, restartServer, messageOf } = require('./report.js');

const [folder, version, socket, index] = process.argv.slice(2);
const { createClient } = require(path.join(folder, 'node_modules', `node-redis-${version}`));

const hit = d => `${d.id} ${d.value.title}`;
const groups = reply => reply.results.map(r => `${r.lang}=${r.n}`).sort().join(',');

async function main() {
	const client = createClient({ socket: { path: socket } });
	client.on('error', () => {});	// a connection that is lost is made again; commands wait for it
	await client.connect();
	const raw = (...args) => client.sendCommand(args);
	const ft = client.ft;

	await report('HELLO', 'raw', async () => {
		const reply = await raw('HELLO');
		return `proto ${Array.isArray(reply) ? reply[reply.indexOf('proto') + 1] : reply.proto}`;
	});
	await report('AUTH', 'typed', () => messageOf(client.auth({ password: 'x' })));
	await report('PING', 'typed', () => client.ping());
	await report('ECHO', 'typed', () => client.echo('"эхо"'));
	await report('SELECT', 'typed', async () => `${await client.select(0).then(() => 'OK')}, ${await messageOf(client.select(1))}`);
	await report('CLIENT', 'typed', async () => {
		await client.clientSetName('tests');
		return `${await client.clientGetName()}, ${typeof await client.clientId()}`;
	});
	await report('INFO', 'typed', async () => (await client.info()).match(/redis_version:[\d.]+/)[0]);
	await report('COMMAND', 'typed', () => client.commandCount());
	await report('CONFIG GET', 'typed', async () => JSON.stringify(await client.configGet('timeout')));

	await report('FT.SEARCH', 'typed', async () => {
		const reply = await ft.search(index, 'border cooperation', { LIMIT: { from: 0, size: 3 } });
		return [reply.total, ...reply.documents.map(hit)].join(' | ');
	});
	await report('options', 'typed', async () => {
		const reply = await ft.search(index, 'border $w', {
			VERBATIM: true, RETURN: ['title', 'lang'], HIGHLIGHT: { FIELDS: ['title'], TAGS: { open: '[', close: ']' } },
			SORTBY: { BY: 'date', DIRECTION: 'DESC' }, LIMIT: { from: 1, size: 2 }, PARAMS: { w: 'water' }, TIMEOUT: 5000, DIALECT: 2,
		});
		return [reply.total, ...reply.documents.map(d => `${hit(d)} ${d.value.lang}`)].join(' | ');
	});
	await report('snippets', 'typed', async () => {
		const reply = await ft.search(index, 'border', { SUMMARIZE: { FRAGS: 1 }, HIGHLIGHT: true, LIMIT: { from: 0, size: 1 } });
		return reply.documents[0].value.snippet;
	});
	await report('NOCONTENT', version === '4' ? 'raw' : 'typed', async () => {
		if (version === '4') {
			const reply = await raw('FT.SEARCH', index, 'border', 'NOCONTENT', 'LIMIT', '0', '5');
			return [reply[0], ...reply.slice(1)].join(' | ');
		}
		const reply = await ft.searchNoContent(index, 'border', { LIMIT: { from: 0, size: 5 } });
		return [reply.total, ...reply.documents].join(' | ');
	});
	await report('WITHSCORES', 'raw', async () => {	// it has no option for them
		const reply = await raw('FT.SEARCH', index, 'border', 'NOCONTENT', 'WITHSCORES', 'LIMIT', '0', '2');
		const list = Array.isArray(reply) ? [[reply[1], reply[2]], [reply[3], reply[4]]] : reply.results.map(r => [r.id, r.score]);
		return [Array.isArray(reply) ? reply[0] : reply.total_results,
			...list.map(([id, score]) => `${id} ${Number(score).toFixed(4)}`)].join(' | ');
	});
	await report('FT._LIST', 'typed', async () => (await ft._list()).join(','));
	await report('FT.INFO', 'typed', async () => {
		const info = await ft.info(index);
		return `${info.index_name ?? info.indexName} ${info.num_docs ?? info.numDocs}`;
	});
	await report('FT.AGGREGATE', 'typed', async () => groups(await ft.aggregate(index, '*', {
		STEPS: [{ type: 'GROUPBY', properties: '@lang', REDUCE: [{ type: 'COUNT', AS: 'n' }] }],
	})));
	await report('FT.SUGGET', 'typed', async () => {
		const reply = await ft.sugGetWithScores(index, 'bord', { MAX: 2 });
		return reply.map(s => `${s.suggestion} ${s.score}`).join(',');
	});
	await report('FT.SPELLCHECK', 'typed', async () => {
		const reply = await ft.spellCheck(index, 'boarder');
		return `${reply[0].term} ${reply[0].suggestions[0].suggestion}`;
	});
	await report('FT.EXPLAIN', 'typed', () => ft.explain(index, 'border -drug'));
	await report('FT.TAGVALS', 'typed', async () => [...await ft.tagVals(index, 'lang')].sort().join(','));
	await report('unicode', 'typed', async () => {
		const reply = await ft.search(index, '"Азамат Чынбаев" граница', { LIMIT: { from: 0, size: 1 } });
		return [reply.total, ...reply.documents.map(hit)].join(' | ');
	});
	await report('pipeline', 'typed', async () => {	// what is sent in one turn goes out in one write
		const queries = Array.from({ length: 30 }, (_, i) => ['border', 'water', 'trade'][i % 3]);
		const replies = await Promise.all(queries.map(q => ft.search(index, q, { LIMIT: { from: 0, size: 1 } })));
		return replies.map(r => r.total).join(',');
	});
	await report('errors', 'typed', async () => [
		await messageOf(ft.search('nowhere', 'x')), await messageOf(ft.search(index, '(border')),
		await messageOf(raw('FT.CREATE', 'x', 'SCHEMA')), await client.ping()].join(' | '));
	await report('reconnect', 'typed', async () => {
		await restartServer();
		return (await ft.search(index, 'border', { LIMIT: { from: 0, size: 0 } })).total;
	});
	await report('QUIT', version === '4' ? 'typed' : 'raw', () => (version === '4' ? client.quit() : raw('QUIT')));
	process.exit(0);
}

main().catch(error => { console.error(error); process.exit(1); });
