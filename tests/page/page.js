/* The search page in Chromium: typing, filters, keys, the back button, right-to-left text, hostile texts, without scripts, and
 * axe-core's rules of WCAG A and AA on every state, light and dark.
 *
 * usage: node page.js MODULES URL CHROMIUM   MODULES has node_modules; prints a FAIL line for what is wrong, and counts
 */
"use strict";

const fs = require("fs");
const path = require("path");

const [modules, site, executablePath] = process.argv.slice(2);
const { chromium } = require(path.join(modules, "node_modules/playwright-core"));
const axe = fs.readFileSync(path.join(modules, "node_modules/axe-core/axe.min.js"), "utf8");

const WAIT = 15000;	// ms for what should happen at once
let passed = 0, failed = 0;

function ok(name, good, seen = "") {
	if (good) passed++;
	else {
		failed++;
		console.log(`FAIL page: ${name} ${typeof seen === "string" ? seen : JSON.stringify(seen)}`);
	}
}
const is = (name, got, wanted) => ok(name, got === wanted, `got: ${got}, wanted: ${wanted}`);
const like = (name, got, wanted) => ok(name, wanted.test(got), `got: ${String(got).slice(0, 300)}, wanted: ${wanted}`);

/* A page that is watched: whatever a browser complains of, and whoever else is asked, is a failure. */
async function open(browser, options, address) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
	const page = await context.newPage();
	page.setDefaultTimeout(WAIT);
	page.complaints = [];
	page.on("pageerror", error => page.complaints.push("error: " + error.message));
	page.on("console", message => { if (["error", "warning"].includes(message.type())) page.complaints.push(message.text()); });
	page.on("dialog", dialog => { page.complaints.push("dialog"); dialog.dismiss(); });
	context.on("request", request => { if (!request.url().startsWith(site)) page.complaints.push("request: " + request.url()); });
	await page.addInitScript(() => addEventListener("securitypolicyviolation", event =>
		console.error("policy: " + event.violatedDirective)));
	if (address) await page.goto(site + address);
	return page;
}

async function close(name, page, expected = []) {
	const complaints = page.complaints.filter(one => !expected.some(pattern => pattern.test(one)));
	ok(name + ": no complaint of the browser, no request elsewhere", complaints.length === 0, complaints);
	await page.context().close();
}

const total = page => page.locator("#total").innerText();
const titles = page => page.locator(".hits h2").allInnerTexts();
const query = page => new URL(page.url()).searchParams;
const until = (page, condition, what) => page.waitForFunction(condition, what);
const settled = page => until(page, () => !document.querySelector("[aria-busy]"));

async function typing(browser) {
	const page = await open(browser, {}, "/");
	ok("the box has the focus", await page.evaluate(() => document.activeElement.id === "q"));
	like("the start says how many there are", await total(page), /documents in 2 collections/);
	await page.keyboard.type("border post", { delay: 30 });
	await page.waitForSelector(".hits h2");
	await until(page, () => location.search.includes("border+post"));
	await settled(page);
	like("typing searches", await total(page), /^2[0-9] documents/);
	is("the box keeps what was typed", await page.inputValue("#q"), "border post");
	ok("and the focus", await page.evaluate(() => document.activeElement.id === "q"));
	like("the title follows", await page.title(), /^border post – karez$/);
	like("a screen reader is told", await page.locator("#status").textContent(), /documents/);
	await page.goBack();
	await page.waitForSelector("body.start");
	is("one step back for one query", await page.inputValue("#q"), "");
	await page.goForward();
	await page.waitForSelector(".hits h2");
	is("and forward", await page.inputValue("#q"), "border post");
	await page.reload();
	await page.waitForSelector(".hits h2");
	is("the address can be shared", await page.inputValue("#q"), "border post");
	await close("typing", page);
}

async function filters(browser) {
	const page = await open(browser, {}, "/?q=border");
	const before = await total(page);
	await page.click(".side a:has-text('Bo Ek')");
	await page.waitForSelector(".chips .filter");
	is("a facet becomes a filter", query(page).get("filter"), 'author:"Bo Ek"');
	like("that can be seen", await page.locator(".chips .filter").innerText(), /Author: Bo Ek/);
	ok("and narrows", await total(page) !== before);
	await page.click(".side a:has-text('Russian')");
	await until(page, () => document.querySelectorAll(".chips .filter").length === 2);
	ok("filters add up", query(page).getAll("filter").length === 2, page.url());
	await page.fill("#q", "customs");
	await page.keyboard.press("Enter");
	await until(page, () => new URLSearchParams(location.search).get("q") === "customs");
	await settled(page);
	ok("another query keeps them", query(page).getAll("filter").length === 2, page.url());
	await page.goBack();
	await until(page, () => document.getElementById("q").value === "border");
	await settled(page);
	await page.locator(".chips .filter a").first().click();
	await until(page, () => document.querySelectorAll(".chips .filter").length === 1);
	await page.locator(".chips .filter a").first().click();
	await until(page, () => !document.querySelector(".chips .filter"));
	await settled(page);
	is("without them everything is there again", (await total(page)).split(" in ")[0], before.split(" in ")[0]);
	await page.locator(".years a").first().click();
	await until(page, () => location.search.includes("from="));
	await settled(page);
	like("a bar is a range of dates", await page.locator(".chips .filter").first().innerText(), /^\d{4}/);
	await page.fill("#from", "2003");
	await page.fill("#to", "2005-06");
	await page.click(".range button");
	await until(page, () => location.search.includes("2005-06"));
	await settled(page);
	like("dates can be typed", await page.locator(".chips .filter").first().innerText(), /2003 – June 2005/);
	await page.click(".sort a:has-text('Oldest')");
	await until(page, () => location.search.includes("date-asc"));
	await settled(page);
	like("the oldest is first", await page.locator(".hits time").first().getAttribute("datetime"), /^2003/);
	await close("filters", page);
}

async function paging(browser) {
	const page = await open(browser, {}, "/?q=border+post&collection=records");
	const first = await titles(page);
	await page.click(".paging a[rel=next]");
	await until(page, () => location.search.includes("offset=10"));
	await settled(page);
	const second = await titles(page);
	ok("another page has other hits", second.length === 10 && !second.some(one => first.includes(one)), second);
	is("numbers go on", await page.locator("ol.hits").getAttribute("start"), "11");
	await page.goBack();
	await until(page, () => !location.search.includes("offset"));
	await settled(page);
	is("back is the first one", (await titles(page)).join(), first.join());
	await close("paging", page);
}

async function keyboard(browser) {
	const page = await open(browser, {}, "/?q=customs");
	const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("/");
	is("/ goes to the box", await focus(), "q");
	await page.keyboard.type("bord", { delay: 30 });
	await page.waitForSelector("#offers li");
	is("suggestions are open", await page.getAttribute("#q", "aria-expanded"), "true");
	await page.keyboard.press("ArrowDown");
	const active = await page.getAttribute("#q", "aria-activedescendant");
	is("an arrow chooses one", await page.locator("#" + active).getAttribute("aria-selected"), "true");
	await page.keyboard.press("ArrowUp");
	is("and leaves it", await page.getAttribute("#q", "aria-activedescendant"), null);
	await page.keyboard.press("ArrowDown");
	const wanted = await page.locator("#" + active).getAttribute("data-query");
	await page.keyboard.press("Enter");
	is("Enter takes it", await page.inputValue("#q"), wanted);
	await until(page, text => new URLSearchParams(location.search).get("q") === text, wanted);
	await settled(page);
	await page.fill("#q", "bord");
	await page.waitForSelector("#offers li");
	await page.keyboard.press("Escape");
	ok("Escape closes them", await page.locator("#offers").isHidden());
	await page.fill("#q", "border post");
	await until(page, () => location.search.includes("border+post"));
	await settled(page);
	await page.keyboard.press("Escape");
	await page.focus("#q");
	await page.keyboard.press("ArrowDown");
	const all = await titles(page);
	is("an arrow goes to the first hit", await focus(), all[0]);
	await page.keyboard.press("ArrowDown");
	is("to the second", await focus(), all[1]);
	await page.keyboard.press("ArrowUp");
	await page.keyboard.press("ArrowUp");
	is("and up to the box", await focus(), "q");
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
	await page.waitForSelector("body.document");
	is("Enter opens it", await page.locator("h1").innerText(), all[0]);
	ok("what was looked for is marked", await page.locator(".text mark").count() > 0);
	await page.keyboard.press("Escape");
	await page.waitForSelector(".hits h2");
	is("Escape goes back to the results", await page.inputValue("#q"), "border post");
	await close("keyboard", page);
}

async function states(browser) {
	let page = await open(browser, {}, "/?q=bordre+pots");
	like("a spelling is said", await page.locator(".notice").first().innerText(), /No document has bordre, so these are for border/);
	await close("spelling", page);
	page = await open(browser, {}, "/?q=%D0%98%D0%94%D0%A3+%D0%B3%D1%80%D0%B0%D0%BD%D0%B8%D1%86%D0%B0");
	ok("other names are chips", await page.locator(".chips .added").count() > 0);
	await page.locator(".chips .added a").first().click();
	await until(page, () => location.search.includes("alone="));
	await settled(page);
	ok("that can be removed", await page.locator(".chips .filter").count() > 0);
	is("which leaves nothing of them", await page.locator(".chips .added").count(), 0);
	await close("names", page);
	page = await open(browser, {}, "/?q=qqqqwwww");
	like("nothing found is said", await page.locator("#results").innerText(), /No document has this/);
	await close("nothing", page);
	page = await open(browser, {}, "/?q=lory");
	like("and what may be meant", await page.locator(".nothing").innerText(), /Did you mean lorry\?|Did you mean lorries\?/);
	await page.locator(".nothing a").first().click();
	await page.waitForSelector(".hits h2");
	await close("advice", page);
	page = await open(browser, {}, "/?q=%22border");
	like("a mistake has its place", await page.locator("[role=alert]").innerText(), /At character 1: this quote is not closed/);
	await page.click("text=Search for it as plain words");
	await page.waitForSelector(".hits h2");
	await close("mistake", page, [/status of 400/]);
	page = await open(browser, {}, "/document?id=none");
	like("no such document", await page.locator("[role=alert]").innerText(), /There is no such document/);
	await close("missing", page, [/status of 404/]);
	page = await open(browser, {}, "/document?of=samples&id=NOTED&q=peacekeepers".replace("NOTED", encodeURIComponent("samples/papers/csto-peacekeepers.md")));
	ok("a note stands beside its sentence", await page.locator(".noted .note").count() > 0);
	await page.locator(".call a").first().click();
	like("its call leads to it", page.url(), /#note-\d+$/);
	await close("document", page);
	page = await open(browser, {}, "/document?of=records&id=posts/07&q=border+7");
	is("what nearly every document has is not marked beside what few have", (await page.locator(".text mark").allInnerTexts()).join(), "7");
	await close("marks", page);
}

async function directions(browser) {
	for (const [word, id] of [["الحدود", "ar"], ["הגבול", "he"]]) {
		const page = await open(browser, {}, "/?q=" + encodeURIComponent(word));
		const hit = page.locator(".hits h2").first(), box = await hit.boundingBox(), link = await hit.locator("a").boundingBox();
		is(id + ": the title runs from the right", await hit.evaluate(one => getComputedStyle(one).direction), "rtl");
		ok(id + ": and begins there", Math.abs(box.x + box.width - link.x - link.width) < 2, { box, link });
		is(id + ": so does the passage", await page.locator(".passage").first().evaluate(one => getComputedStyle(one).direction), "rtl");
		is(id + ": and the box", await page.locator("#q").evaluate(one => getComputedStyle(one).direction), "rtl");
		is(id + ": the page does not", await page.locator("main").evaluate(one => getComputedStyle(one).direction), "ltr");
		await page.goto(site + "/document?of=records&id=rtl/" + id);
		is(id + ": the text of the document does", await page.locator(".text p").first().evaluate(one => getComputedStyle(one).direction), "rtl");
		await close(id, page);
	}
}

async function hostile(browser) {
	const text = "\"><script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>";
	for (const address of ["/?q=quarantine", "/?q=" + encodeURIComponent(text), "/?q=quarantine&filter=" + encodeURIComponent("author:\"" + text),
		"/?collection=" + encodeURIComponent(text), "/document?id=" + encodeURIComponent(text), "/?" + encodeURIComponent(text) + "=" + encodeURIComponent(text)]) {
		const page = await open(browser, {}, address);
		ok("hostile texts stay text: " + address, await page.evaluate(() => !window.hacked && !document.querySelector("main img, main script")));
		ok("and no address but http is followed", await page.evaluate(() =>
			[...document.querySelectorAll("main a")].every(one => /^https?:$/.test(one.protocol))));
		if (address === "/?q=quarantine") {
			like("they can be read", await page.locator("#results").innerText(), /<script>window\.hacked = 1<\/script>/);
			await page.locator(".hits h2 a").first().click();
			await page.waitForSelector("body.document");
			like("in a document too", await page.locator("article").innerText(), /<script>window\.hacked = 1<\/script>/);
			ok("and do nothing", await page.evaluate(() => !window.hacked && !document.querySelector("main img, main script")));
			await page.goto(site + "/");
			await page.keyboard.type("quarantin", { delay: 30 });
			await page.waitForSelector("#offers li");
			ok("nor as suggestions", await page.evaluate(() => !window.hacked && !document.querySelector("#offers img, #offers script")));
		}
		await close(address, page, [/status of 4\d\d/]);
	}
}

async function withoutScripts(browser) {
	const page = await open(browser, { javaScriptEnabled: false }, "/");
	await page.fill("#q", "border post");
	await page.click("#search button");
	await page.waitForSelector(".hits h2");
	like("without scripts the form searches", await total(page), /documents/);
	await page.click(".side a:has-text('Bo Ek')");
	await page.waitForSelector(".chips .filter");
	await page.click(".chips .filter a");
	await page.waitForSelector(".hits h2");
	await page.click(".paging a[rel=next]");
	await page.waitForSelector(".paging a[rel=prev]");
	await page.locator(".hits h2 a").first().click();
	await page.waitForSelector("body.document");
	await page.click(".back a");
	await page.waitForSelector(".hits h2");
	like("and back is the same page of results", page.url(), /offset=10/);
	await close("without scripts", page);
}

async function narrow(browser) {
	for (const address of ["/", "/?q=border", "/document?of=samples&id=" + encodeURIComponent("samples/papers/csto-peacekeepers.md")]) {
		const page = await open(browser, { viewport: { width: 320, height: 640 } }, address);
		ok("320 pixels are enough: " + address, await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
		await close("narrow", page);
	}
}

async function accessible(browser) {
	const addresses = ["/", "/?q=border", "/?q=border&filter=lang:ru&from=2001&match=any", "/?q=bordre+pots", "/?q=qqqqwwww", "/?q=%22border",
		"/?q=" + encodeURIComponent("الحدود"), "/document?of=samples&q=border&id=" + encodeURIComponent("samples/papers/csto-peacekeepers.md")];
	for (const [colorScheme, viewport] of [["light", { width: 1280, height: 900 }], ["dark", { width: 375, height: 740 }]]) {
		const page = await open(browser, { colorScheme, viewport, reducedMotion: "reduce" });
		for (const address of [...addresses, "typing"]) {
			await page.goto(site + (address === "typing" ? "/" : address));
			if (address === "typing") {
				await page.keyboard.type("bord", { delay: 30 });
				await page.waitForSelector("#offers li");
				await until(page, () => location.search.includes("bord"));
				await settled(page);	// what is being replaced is faded
			}
			await page.evaluate(axe);
			const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"],
				runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
			ok(`axe-core: ${address} ${colorScheme} ${viewport.width}`, found.violations.length === 0,
				found.violations.map(one => one.id + ": " + one.nodes.slice(0, 3).map(node => node.html.slice(0, 120) + " " + node.failureSummary).join(" | ")));
		}
		await close("accessible", page, [/status of 400/]);
	}
}

(async () => {
	const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
	for (const part of [typing, filters, paging, keyboard, states, directions, hostile, withoutScripts, narrow, accessible]) {
		const began = Date.now();
		try {
			await part(browser);
		} catch (error) {
			ok(part.name + " runs to its end", false, error.message);
		}
		if (process.env.KAREZ_VERBOSE) console.log(`${part.name}: ${Date.now() - began} ms`);
	}
	await browser.close();
	console.log(`${passed} passed, ${failed} failed`);
	process.exitCode = failed ? 1 : 0;
})();
