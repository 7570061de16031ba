// ioredis against karezd.  It has no methods for FT.*, which go through call(), and it speaks RESP3 but gives maps as flat arrays.
// usage: node ioredis.js FOLDER-OF-NODE_MODULES SOCKET COLLECTION
'use strict';
const path = require('path');
const { report, restartServer, messageOf } = require('./report.js');

const [folder, socket, index] = process.argv.slice(2);
const { Redis } = require(path.join(folder, 'node_modules', 'ioredis'));

function fromPairs(flat) {
	const map = {};
	for (let i = 0; i < flat.length; i += 2)
		map[flat[i]] = flat[i + 1];
	return map;
}

function hits(reply) {
	const { total_results, results } = fromPairs(reply);
	return { total: total_results, list: results.map(r => {
		const { id, score, extra_attributes } = fromPairs(r);
		return { id, score, ...(extra_attributes && fromPairs(extra_attributes)) };
	}) };
}

async function main() {
	const redis = new Redis({ path: socket, retryStrategy: () => 50 });
	redis.on('error', () => {});	// a connection that is lost is made again
	const search = async (...args) => hits(await redis.call('FT.SEARCH', index, ...args));
	const joined = ({ total, list }, show) => [total, ...list.map(show)].join(' | ');
	const hit = h => `${h.id} ${h.title}`;

	await report('HELLO', 'raw', async () => `proto ${fromPairs(await redis.call('HELLO')).proto}`);
	await report('AUTH', 'typed', () => messageOf(redis.auth('x')));
	await report('PING', 'typed', () => redis.ping());
	await report('ECHO', 'typed', () => redis.echo('"эхо"'));
	await report('SELECT', 'typed', async () => `${await redis.select(0)}, ${await messageOf(redis.select(1))}`);
	await redis.select(0);	// else it asks for 1 again when it connects anew
	await report('CLIENT', 'typed', async () => {
		await redis.client('SETNAME', 'tests');
		return `${await redis.client('GETNAME')}, ${typeof await redis.client('ID')}`;
	});
	await report('INFO', 'typed', async () => (await redis.info()).match(/redis_version:[\d.]+/)[0]);
	await report('COMMAND', 'typed', () => redis.command('COUNT'));
	await report('CONFIG GET', 'typed', async () => JSON.stringify(fromPairs(await redis.config('GET', 'timeout'))));

	await report('FT.SEARCH', 'raw', async () => joined(await search('border cooperation', 'LIMIT', 0, 3), hit));
	await report('options', 'raw', async () => joined(await search('border $w', 'VERBATIM', 'RETURN', 2, 'title', 'lang',
		'HIGHLIGHT', 'FIELDS', 1, 'title', 'TAGS', '[', ']', 'SORTBY', 'date', 'DESC', 'LIMIT', 1, 2, 'PARAMS', 2, 'w', 'water',
		'TIMEOUT', 5000, 'DIALECT', 2), h => `${hit(h)} ${h.lang}`));
	await report('snippets', 'raw', async () => (await search('border', 'SUMMARIZE', 'FRAGS', 1, 'HIGHLIGHT', 'LIMIT', 0, 1)).list[0].snippet);
	await report('NOCONTENT', 'raw', async () => joined(await search('border', 'NOCONTENT', 'LIMIT', 0, 5), h => h.id));
	await report('WITHSCORES', 'raw', async () => joined(await search('border', 'NOCONTENT', 'WITHSCORES', 'LIMIT', 0, 2),
		h => `${h.id} ${Number(h.score).toFixed(4)}`));
	await report('FT._LIST', 'raw', async () => (await redis.call('FT._LIST')).join(','));
	await report('FT.INFO', 'raw', async () => {
		const info = fromPairs(await redis.call('FT.INFO', index));
		return `${info.index_name} ${info.num_docs}`;
	});
	await report('FT.AGGREGATE', 'raw', async () => {
		const { list } = hits(await redis.call('FT.AGGREGATE', index, '*', 'GROUPBY', 1, '@lang', 'REDUCE', 'COUNT', 0, 'AS', 'n'));
		return list.map(r => `${r.lang}=${r.n}`).sort().join(',');
	});
	await report('FT.SUGGET', 'raw', async () => Object.entries(fromPairs(await redis.call('FT.SUGGET', index, 'bord', 'WITHSCORES', 'MAX', 2)))
		.map(([text, score]) => `${text} ${Number(score)}`).join(','));
	await report('FT.SPELLCHECK', 'raw', async () => {
		const [[word, better]] = Object.entries(fromPairs(fromPairs(await redis.call('FT.SPELLCHECK', index, 'boarder')).results));
		return `${word} ${better[0][0]}`;
	});
	await report('FT.EXPLAIN', 'raw', () => redis.call('FT.EXPLAIN', index, 'border -drug'));
	await report('FT.TAGVALS', 'raw', async () => (await redis.call('FT.TAGVALS', index, 'lang')).sort().join(','));
	await report('unicode', 'raw', async () => joined(await search('"Азамат Чынбаев" граница', 'LIMIT', 0, 1), hit));
	await report('pipeline', 'typed', async () => {
		const pipeline = redis.pipeline();
		for (let i = 0; i < 30; i++)
			pipeline.call('FT.SEARCH', index, ['border', 'water', 'trade'][i % 3], 'LIMIT', 0, 1);
		return (await pipeline.exec()).map(([error, reply]) => error ?? hits(reply).total).join(',');
	});
	await report('errors', 'raw', async () => [
		await messageOf(redis.call('FT.SEARCH', 'nowhere', 'x')), await messageOf(redis.call('FT.SEARCH', index, '(border')),
		await messageOf(redis.call('FT.CREATE', 'x', 'SCHEMA')), await redis.ping()].join(' | '));
	await report('reconnect', 'typed', async () => {
		await restartServer();
		return (await search('border', 'LIMIT', 0, 0)).total;
	});
	await report('QUIT', 'typed', () => redis.quit());
	process.exit(0);
}

main().catch(error => { console.error(error); process.exit(1); });
