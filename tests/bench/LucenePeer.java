/* The peer: Lucene 8 in process, English Snowball stems, no stop words, text stored.
 *
 * usage: LucenePeer build CORPUS.tsv DIR THREADS
 *        LucenePeer query DIR QUERIES.tsv ROUNDS WARM-SECONDS
 * Prints the best of ROUNDS for each query (see bench.py), after WARM-SECONDS for the compiler: "ids" takes the
 * ids of the best ten documents by BM25 from a column, "text" their stored text as well.
 */
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.tartarus.snowball.ext.EnglishStemmer;

public class LucenePeer {
	static final double CLASS_SECONDS = 10;

	static class Words extends Analyzer {
		protected TokenStreamComponents createComponents(String field) {
			Tokenizer t = new StandardTokenizer();
			return new TokenStreamComponents(t, new SnowballFilter(new LowerCaseFilter(t), new EnglishStemmer()));
		}
	}

	static class Asked {
		String cls, words, ids;
		double best;
	}

	static BufferedReader open(String path) throws Exception {
		return Files.newBufferedReader(Paths.get(path), StandardCharsets.UTF_8);
	}

	static void build(String corpus, String dir, int threads) throws Exception {
		IndexWriterConfig config = new IndexWriterConfig(new Words());
		config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
		config.setRAMBufferSizeMB(512);
		try (BufferedReader in = open(corpus); IndexWriter w = new IndexWriter(new MMapDirectory(Paths.get(dir)), config)) {
			Exception[] failed = new Exception[1];
			List<Thread> pool = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				Thread t = new Thread(() -> {
					try {
						add(in, w);
					} catch (Exception e) {
						failed[0] = e;
					}
				});
				t.start();
				pool.add(t);
			}
			for (Thread t : pool)
				t.join();
			if (failed[0] != null)
				throw failed[0];
			w.commit();
		}
	}

	static void add(BufferedReader in, IndexWriter w) throws Exception {
		List<String> some = new ArrayList<>();
		for (;;) {
			some.clear();
			synchronized (in) {
				for (String line; some.size() < 50 && (line = in.readLine()) != null;)
					some.add(line);
			}
			if (some.isEmpty())
				return;
			for (String line : some) {
				String[] part = line.split("\t", 3);
				Document d = new Document();
				d.add(new NumericDocValuesField("id", Long.parseLong(part[0])));
				d.add(new TextField("all", part[1], Field.Store.NO));
				d.add(new TextField("all", part[2], Field.Store.NO));
				d.add(new StoredField("title", part[1]));
				d.add(new StoredField("text", part[2]));
				w.addDocument(d);
			}
		}
	}

	static IndexSearcher searcher;
	static final QueryBuilder builder = new QueryBuilder(new Words());

	static double ask(Asked q, boolean text) throws Exception {
		long began = System.nanoTime(), bytes = 0;
		Query query = q.cls.equals("phrase") ? builder.createPhraseQuery("all", q.words)
			: builder.createBooleanQuery("all", q.words, q.cls.equals("or") ? Occur.SHOULD : Occur.MUST);
		StringBuilder ids = new StringBuilder();
		for (ScoreDoc hit : searcher.search(query, 10).scoreDocs) {
			List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
			LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
			NumericDocValues id = leaf.reader().getNumericDocValues("id");
			if (id.advanceExact(hit.doc - leaf.docBase))
				ids.append(ids.length() > 0 ? "," : "").append(id.longValue());
			if (text)
				bytes += searcher.doc(hit.doc).get("text").length();
		}
		double took = (System.nanoTime() - began) * 1e-9;
		q.ids = ids.toString();
		if (text && ids.length() > 0 && bytes == 0)
			throw new IllegalStateException("nothing is stored");
		return took;
	}

	static void measure(List<Asked> queries, int rounds, double warm, boolean text) throws Exception {
		double began = System.nanoTime() * 1e-9;
		while (System.nanoTime() * 1e-9 - began < warm)
			for (Asked q : queries)
				ask(q, text);
		Map<String, Double> spent = new HashMap<>();
		for (int round = 0; round <= rounds; round++)
			for (Asked q : queries) {
				if (round > 1 && spent.get(q.cls) > CLASS_SECONDS)
					continue;
				double took = ask(q, text);
				spent.merge(q.cls, took, Double::sum);
				if (round <= 1 || took < q.best)
					q.best = took;
			}
		for (Asked q : queries)
			System.out.printf("%s\t%s\t%.2f\t%s\n", text ? "text" : "ids", q.cls, q.best * 1e6, q.ids);
	}

	static void query(String dir, String file, int rounds, double warm) throws Exception {
		searcher = new IndexSearcher(DirectoryReader.open(new MMapDirectory(Paths.get(dir))));
		searcher.setQueryCache(null);
		List<Asked> queries = new ArrayList<>();
		try (BufferedReader in = open(file)) {
			for (String line; (line = in.readLine()) != null;) {
				Asked q = new Asked();
				String[] part = line.split("\t", 2);
				q.cls = part[0];
				q.words = part[1];
				queries.add(q);
			}
		}
		measure(queries, rounds, warm, false);
		measure(queries, rounds, warm / 4, true);
	}

	public static void main(String[] args) throws Exception {
		if (args.length == 4 && args[0].equals("build"))
			build(args[1], args[2], Integer.parseInt(args[3]));
		else if (args.length == 5 && args[0].equals("query"))
			query(args[1], args[2], Integer.parseInt(args[3]), Double.parseDouble(args[4]));
		else
			throw new IllegalArgumentException("usage: build CORPUS DIR THREADS | query DIR QUERIES ROUNDS WARM");
	}
}
