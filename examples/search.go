// Search a collection of karez and print what was found; the standard library is all that is needed.
//
//	usage: go run search.go ADDRESS COLLECTION QUERY
//
// ADDRESS is unix:/run/karez/karez.sock, or 127.0.0.1:7700 where karezd listens on TCP.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
)

type hit struct {
	Rank     int
	Score    float64
	Title    string
	Snippets []struct {
		Text string
		Hl   [][2]int // what matched: bytes of the text
	}
}

var headLine = regexp.MustCompile(`^=(\d+) .*\btotal=(\d+)`)

func connect(address string) (net.Conn, error) {
	if strings.HasPrefix(address, "unix:") {
		return net.Dial("unix", strings.TrimPrefix(address, "unix:"))
	}
	return net.Dial("tcp", address)
}

// search sends one request and reads its reply: a first line with the counts, or the error, and rows of JSON, one a line.
func search(conn net.Conn, collection, query string) (total int, hits []hit, err error) {
	in := bufio.NewReader(conn)
	// The query is everything behind " : ", as it was typed: nothing has to be escaped.
	fmt.Fprintf(conn, "SEARCH %s limit=3 fields=rank,score,title,snippets : %s\n", collection, query)
	head, err := in.ReadString('\n')
	if err != nil {
		return 0, nil, err
	}
	counts := headLine.FindStringSubmatch(head)
	if counts == nil {
		return 0, nil, errors.New(strings.Trim(head, "-\n"))
	}
	rows, _ := strconv.Atoi(counts[1])
	total, _ = strconv.Atoi(counts[2])
	hits = make([]hit, rows)
	for i := range hits {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return 0, nil, err
		}
		if err := json.Unmarshal(line, &hits[i]); err != nil {
			return 0, nil, err
		}
	}
	return total, hits, nil
}

func marked(text string, spans [][2]int) string {
	var out strings.Builder
	at := 0
	for _, span := range spans {
		out.WriteString(text[at:span[0]] + "[" + text[span[0]:span[1]] + "]")
		at = span[1]
	}
	return out.String() + text[at:]
}

func run(args []string) error {
	if len(args) != 4 || strings.Contains(args[3], "\n") {
		return errors.New("usage: search ADDRESS COLLECTION QUERY (of one line)")
	}
	conn, err := connect(args[1])
	if err != nil {
		return err
	}
	defer conn.Close()
	total, hits, err := search(conn, args[2], args[3])
	if err != nil {
		return err
	}
	fmt.Printf("%d found\n", total)
	for _, h := range hits {
		fmt.Printf("%d. %.2f  %s\n", h.Rank, h.Score, h.Title)
		for _, passage := range h.Snippets {
			fmt.Println("   " + marked(passage.Text, passage.Hl))
		}
	}
	return nil
}

func main() {
	if err := run(os.Args); err != nil {
		fmt.Fprintln(os.Stderr, "search:", err)
		os.Exit(1)
	}
}
