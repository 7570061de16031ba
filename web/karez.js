/* Makes the search page quicker: results while you type, suggestions, keys.  The server renders every state of the page; this
 * fetches the page of the new address and puts its results in place.  Without it every link and the form work as they are. */
"use strict";

const TYPING = 180;	// ms without a key before a search
const box = document.getElementById("q");
const form = document.getElementById("search");
const spoken = document.getElementById("status");
let fetching = null;	// the AbortController of the page under way
let typing = 0;

/* ---- Pages ---- */

const results = () => document.getElementById("results");

function addressOf() {
	const params = new URLSearchParams();
	for (const [key, value] of new FormData(form))
		if (value.trim() !== "") params.append(key, value);
	return "/" + (params.size ? "?" + params : "");
}

/* What differs from page to page; the box keeps its text, its focus and its caret. */
function show(page) {
	document.title = page.title;
	document.body.className = page.body.className;
	results().replaceWith(document.adoptNode(page.getElementById("results")));
	document.getElementById("kept").replaceWith(document.adoptNode(page.getElementById("kept")));
	const from = page.getElementById("collection"), to = document.getElementById("collection");
	if (from && to) to.value = from.value;
	spoken.textContent = document.getElementById("total")?.textContent ?? "";
}

async function load(address) {
	fetching?.abort();
	const mine = fetching = new AbortController();
	results().setAttribute("aria-busy", "true");
	try {
		const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
		const text = await answer.text();
		if (mine.signal.aborted) return null;
		const page = new DOMParser().parseFromString(text, "text/html");
		if (!page.getElementById("results")) throw new Error("no page");
		show(page);
		return page;
	} catch (error) {
		if (error.name !== "AbortError") location.assign(address);	// let the browser say what is wrong
		return null;
	} finally {
		if (fetching === mine) {
			fetching = null;
			results().removeAttribute("aria-busy");
		}
	}
}

/* Go to an address: as a step of its own in the history, or, while typing, in place of the last one. */
let stepping = false;	// typing has made a step already
function go(address, typed) {
	if (address === location.pathname + location.search) {
		fetching?.abort();
		return Promise.resolve(null);
	}
	if (typed && stepping) history.replaceState(null, "", address);
	else history.pushState(null, "", address);
	stepping = typed;
	return load(address);
}

function search(typed) {
	clearTimeout(typing);
	return go(addressOf(), typed);
}

addEventListener("popstate", async () => {
	stepping = false;
	closeOffers();
	clearTimeout(typing);
	box.value = new URLSearchParams(location.search).get("q") ?? "";
	if (location.pathname === "/document") box.blur();
	await load(location.pathname + location.search);
});

form.addEventListener("submit", async event => {
	event.preventDefault();
	closeOffers();
	await search(false);
	stepping = false;
});

form.addEventListener("change", event => {
	if (event.target.id === "collection") search(false);
});

/* Links within the page: filters, chips, order, pages, documents and back. */
document.addEventListener("click", async event => {
	const link = event.target.closest("a");
	if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
	if (link.origin !== location.origin || !["/", "/document"].includes(link.pathname)) return;
	if (link.getAttribute("href").startsWith("#")) return;
	event.preventDefault();
	closeOffers();
	clearTimeout(typing);
	box.value = link.searchParams?.get("q") ?? new URL(link.href).searchParams.get("q") ?? "";
	const page = await go(link.pathname + link.search, false);
	stepping = false;
	if (!page) return;
	if (!link.isConnected) results().focus({ preventScroll: true });
	scrollTo({ top: 0, behavior: "instant" });
	if (location.pathname === "/" && location.search === "") box.focus();
});

/* ---- Suggestions ---- */

const offers = document.createElement("ul");
offers.id = "offers";
offers.hidden = true;
offers.setAttribute("role", "listbox");
offers.setAttribute("aria-label", "Suggestions");
box.after(offers);
for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": "offers",
	"aria-expanded": "false" })) box.setAttribute(name, value);
let chosen = -1, asked = null;

function closeOffers() {
	asked?.abort();
	offers.hidden = true;
	offers.replaceChildren();
	chosen = -1;
	box.setAttribute("aria-expanded", "false");
	box.removeAttribute("aria-activedescendant");
}

function choose(i) {
	const all = offers.children;
	all[chosen]?.setAttribute("aria-selected", "false");
	chosen = i;
	if (!all[i]) return box.removeAttribute("aria-activedescendant");
	all[i].setAttribute("aria-selected", "true");
	box.setAttribute("aria-activedescendant", all[i].id);
}

function take(offer) {
	box.value = offer.dataset.query;
	closeOffers();
	search(false).then(() => { stepping = false; });
	box.focus();
}

/* A word completes the last one; a title stands for all that was typed. */
function offered(row, typed) {
	return row.kind === "title" ? row.text : typed.replace(/\S*$/u, "") + row.text;
}

function showOffers(rows, typed) {
	closeOffers();
	for (const [i, row] of rows.entries()) {
		const one = document.createElement("li"), text = document.createElement("bdi"), note = document.createElement("span");
		one.id = "offer-" + i;
		one.setAttribute("role", "option");
		one.setAttribute("aria-selected", "false");
		one.dataset.query = offered(row, typed);
		text.textContent = row.kind === "title" ? row.text : one.dataset.query;
		note.className = "n";
		note.textContent = row.kind === "title" ? "title" : row.documents ?? "";
		one.append(text, note);
		offers.append(one);
	}
	offers.hidden = rows.length === 0;
	box.setAttribute("aria-expanded", String(rows.length > 0));
}

async function suggest() {
	const typed = box.value;
	asked?.abort();
	if (!/[\p{L}\p{N}]{2,}$/u.test(typed)) return closeOffers();
	const mine = asked = new AbortController();
	const params = new URLSearchParams({ q: typed, limit: "6" });
	for (const value of new FormData(form).getAll("collection")) if (value) params.append("collection", value);
	try {
		const answer = await fetch("/v1/suggest?" + params, { signal: mine.signal });
		if (!answer.ok) return;
		const rows = (await answer.json()).suggestions ?? [];
		if (!mine.signal.aborted && box.value === typed && document.activeElement === box)
			showOffers(rows.filter(row => offered(row, typed) !== typed), typed);
	} catch (error) {
		if (error.name !== "AbortError") closeOffers();	// suggestions are a help, not a need
	}
}

offers.addEventListener("mousedown", event => {
	const offer = event.target.closest("li");
	event.preventDefault();	// the box keeps the focus
	if (offer) take(offer);
});
box.addEventListener("blur", closeOffers);

let composing = false;	// an input method has not finished its word
box.addEventListener("compositionstart", () => { composing = true; });
box.addEventListener("compositionend", () => { composing = false; typed(); });
box.addEventListener("input", () => { if (!composing) typed(); });
function typed() {
	clearTimeout(typing);
	typing = setTimeout(() => search(true), TYPING);
	suggest();
}

/* ---- Keys ---- */

const hits = () => [...document.querySelectorAll(".hits h2 a")];

function walk(step) {
	const all = hits(), at = all.indexOf(document.activeElement);
	if (at + step < 0) return box.focus();
	all[Math.min(at + step, all.length - 1)]?.focus();
}

box.addEventListener("keydown", event => {
	const n = offers.hidden ? 0 : offers.children.length;
	if (event.isComposing) return;
	if (event.key === "ArrowDown" && n) choose((chosen + 2) % (n + 1) - 1);
	else if (event.key === "ArrowUp" && n) choose((chosen + n + 1) % (n + 1) - 1);
	else if (event.key === "ArrowDown") hits()[0]?.focus();
	else if (event.key === "Enter" && n && chosen >= 0) take(offers.children[chosen]);
	else if (event.key === "Escape" && n) closeOffers();
	else if (event.key === "Escape") box.blur();
	else return;
	event.preventDefault();
});

document.addEventListener("keydown", event => {
	if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
	if (event.target.closest("input, select, textarea")) return;
	if (event.key === "/") {
		box.focus();
		box.select();
	} else if (event.key === "Escape") {
		const back = document.querySelector(".back a");
		if (!back) return;
		back.click();
	} else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && hits().includes(document.activeElement)) walk(event.key === "ArrowDown" ? 1 : -1);
	else return;
	event.preventDefault();
});
