<?php
// phpredis against karezd: a line for each command, as matrix.py reads them.  It has no methods for FT.*, which go through
// rawCommand(); it speaks RESP2.  usage: php phpredis.php SOCKET COLLECTION
[, $socket, $index] = $argv;
$redis = new Redis();
$redis->connect($socket);

function report(string $command, string $how, callable $run): void
{
    try {
        $got = $run();
    } catch (RedisException $e) {
        $got = 'failed: ' . $e->getMessage();
    }
    printf("%s\t%s\t%s\n", $command, $how, trim(preg_replace('/\s+/', ' ', (string) $got)));
}

// An error reply that begins with ERR is false, and its text is asked for afterwards; any other is thrown.
function call(string ...$args)
{
    global $redis;
    $redis->clearLastError();
    try {
        $reply = $redis->rawCommand(...$args);
    } catch (RedisException $e) {
        return $e->getMessage();
    }
    return $reply === false ? (string) $redis->getLastError() : $reply;
}

function search(string ...$args)
{
    global $index;
    return call('FT.SEARCH', $index, ...$args);
}

function pairs(array $flat): array
{
    return array_combine(...array_map(fn ($which) => array_values(array_filter($flat, fn ($i) => $i % 2 === $which, ARRAY_FILTER_USE_KEY)), [0, 1]));
}

// "TOTAL | HIT | HIT", each hit an id and so many values behind it.
function joined(array $reply, int $values, callable $show): string
{
    $total = array_shift($reply);
    return implode(' | ', [$total, ...array_map(fn ($hit) => $show(...$hit), $reply ? array_chunk($reply, 1 + $values) : [])]);
}

function titled(string $id, array $fields): string
{
    return "$id " . pairs($fields)['title'];
}

function sorted(array $list): string
{
    sort($list);
    return implode(',', $list);
}

report('HELLO', 'raw', fn () => 'proto ' . pairs(call('HELLO'))['proto']);
report('AUTH', 'raw', fn () => call('AUTH', 'x'));
report('PING', 'typed', fn () => $redis->ping('PONG'));
report('ECHO', 'typed', fn () => $redis->echo('"эхо"'));
report('SELECT', 'typed', fn () => ($redis->select(0) ? 'OK' : 'no') . ', ' . ($redis->select(1) ? 'OK' : $redis->getLastError()));
$redis->select(0);
report('CLIENT', 'typed', function () use ($redis) {
    $redis->client('setname', 'tests');
    return $redis->client('getname') . ', ' . (is_int($redis->client('id')) ? 'number' : 'no number');
});
report('INFO', 'typed', fn () => 'redis_version:' . $redis->info()['redis_version']);
report('COMMAND', 'raw', fn () => call('COMMAND', 'COUNT'));	// command('count') is false for every server
report('CONFIG GET', 'typed', fn () => $redis->config('GET', 'timeout') === [] ? '{}' : 'something');
report('FT.SEARCH', 'raw', fn () => joined(search('border cooperation', 'LIMIT', '0', '3'), 1, 'titled'));
report('options', 'raw', fn () => joined(search('border $w', 'VERBATIM', 'RETURN', '2', 'title', 'lang', 'HIGHLIGHT', 'FIELDS', '1', 'title',
    'TAGS', '[', ']', 'SORTBY', 'date', 'DESC', 'LIMIT', '1', '2', 'PARAMS', '2', 'w', 'water', 'TIMEOUT', '5000', 'DIALECT', '2'), 1,
    fn ($id, $fields) => titled($id, $fields) . ' ' . pairs($fields)['lang']));
report('snippets', 'raw', fn () => pairs(search('border', 'SUMMARIZE', 'FRAGS', '1', 'HIGHLIGHT', 'LIMIT', '0', '1')[2])['snippet']);
report('NOCONTENT', 'raw', fn () => joined(search('border', 'NOCONTENT', 'LIMIT', '0', '5'), 0, fn ($id) => $id));
report('WITHSCORES', 'raw', fn () => joined(search('border', 'NOCONTENT', 'WITHSCORES', 'LIMIT', '0', '2'), 1,
    fn ($id, $score) => sprintf('%s %.4f', $id, $score)));
report('FT._LIST', 'raw', fn () => implode(',', call('FT._LIST')));
report('FT.INFO', 'raw', function () use ($index) {
    $info = pairs(call('FT.INFO', $index));
    return "$info[index_name] $info[num_docs]";
});
report('FT.AGGREGATE', 'raw', fn () => sorted(array_map(fn ($row) => pairs($row)['lang'] . '=' . pairs($row)['n'],
    array_slice(call('FT.AGGREGATE', $index, '*', 'GROUPBY', '1', '@lang', 'REDUCE', 'COUNT', '0', 'AS', 'n'), 1))));
report('FT.SUGGET', 'raw', fn () => implode(',', array_map(fn ($s) => $s[0] . ' ' . (float) $s[1],
    array_chunk(call('FT.SUGGET', $index, 'bord', 'WITHSCORES', 'MAX', '2'), 2))));
report('FT.SPELLCHECK', 'raw', function () use ($index) {
    [[, $word, [[, $better]]]] = call('FT.SPELLCHECK', $index, 'boarder');
    return "$word $better";
});
report('FT.EXPLAIN', 'raw', fn () => call('FT.EXPLAIN', $index, 'border -drug'));
report('FT.TAGVALS', 'raw', fn () => sorted(call('FT.TAGVALS', $index, 'lang')));
report('unicode', 'raw', fn () => joined(search('"Азамат Чынбаев" граница', 'LIMIT', '0', '1'), 1, 'titled'));
report('pipeline', 'typed', function () use ($redis, $index) {
    $redis->multi(Redis::PIPELINE);
    for ($i = 0; $i < 30; $i++) {
        $redis->rawCommand('FT.SEARCH', $index, ['border', 'water', 'trade'][$i % 3], 'LIMIT', '0', '1');
    }
    return implode(',', array_map(fn ($reply) => $reply[0], $redis->exec()));
});
report('errors', 'raw', fn () => implode(' | ', [call('FT.SEARCH', 'nowhere', 'x'), search('(border'), call('FT.CREATE', 'x', 'SCHEMA'),
    $redis->ping('PONG')]));
report('reconnect', 'typed', function () {
    echo "restart\n";
    fgets(STDIN);
    return search('border', 'LIMIT', '0', '0')[0];
});
report('QUIT', 'raw', fn () => call('QUIT') === true ? 'OK' : 'no');
