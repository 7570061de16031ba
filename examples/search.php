#!/usr/bin/env php
<?php
// Searches a collection of karez and prints what was found; no extension is needed.
// usage: search.php ADDRESS COLLECTION QUERY   ADDRESS is unix:/run/karez/karez.sock, or 127.0.0.1:7700
declare(strict_types=1);

function connect(string $address)
{
    $url = str_starts_with($address, 'unix:') ? 'unix://' . substr($address, strlen('unix:')) : "tcp://$address";
    $stream = @stream_socket_client($url, $code, $message, 10);
    return $stream ?: throw new RuntimeException("$address: $message");
}

// The first line of a reply has the counts, or the error; the rows behind it are JSON, one a line.
function search($stream, string $collection, string $query): array
{
    // The query is everything behind " : ", as it was typed: nothing has to be escaped.
    fwrite($stream, "SEARCH $collection limit=3 fields=rank,score,title,snippets : $query\n");
    $head = rtrim((string) fgets($stream)) ?: '-karezd closed the connection';
    if (!preg_match('/^=(\d+) .*\btotal=(\d+)/', $head, $counts)) {
        throw new RuntimeException(substr($head, 1));
    }
    $hits = [];
    while (count($hits) < (int) $counts[1]) {
        $hits[] = json_decode((string) fgets($stream), true, 512, JSON_THROW_ON_ERROR);
    }
    return [(int) $counts[2], $hits];
}

// The text with brackets around what matched; spans count bytes, as PHP's strings do.
function marked(string $text, array $spans): string
{
    foreach (array_reverse($spans) as [$start, $end]) {    // from the end, so that what comes before stays in its place
        $text = substr_replace(substr_replace($text, ']', $end, 0), '[', $start, 0);
    }
    return $text;
}

if ($argc !== 4 || str_contains($argv[3], "\n")) {
    fwrite(STDERR, "usage: search.php ADDRESS COLLECTION QUERY (of one line)\n");
    exit(1);
}
[, $address, $collection, $query] = $argv;
try {
    [$total, $hits] = search(connect($address), $collection, $query);
} catch (RuntimeException | JsonException $e) {
    fwrite(STDERR, "search.php: {$e->getMessage()}\n");
    exit(1);
}
echo "$total found\n";
foreach ($hits as $hit) {
    printf("%d. %.2f  %s\n", $hit['rank'], $hit['score'], $hit['title'] ?? '');
    foreach ($hit['snippets'] ?? [] as $passage) {
        echo '   ', marked($passage['text'], $passage['hl'] ?? []), "\n";
    }
}
