/* What is similar and in stock, and "tell me when it is back", in any page.
 *
 *   <script src="https://shop.example/widget.js" data-key="up_…" data-sku="D-17-M" async></script>
 *   <understudy-similar sku="D-17-M"></understudy-similar>    (anywhere, once the script is there)
 *
 * Nothing of the page's style comes in and none of ours goes out (shadow DOM); no cookies are sent;
 * no style element is written, so a page's CSP need not allow inline styles.
 */
(() => {
  "use strict";

  const NAME = "understudy-similar";
  const OPTIONS = ["key", "sku", "product", "size", "link", "limit"];
  const script =
    document.currentScript || document.querySelector('script[data-key][src*="/widget.js"]');
  if (!script) return;
  const shop = new URL(script.src).origin;
  const framed = "frame" in script.dataset;

  const CSS = `
    :host { display: block; font: 1rem/1.5 system-ui, sans-serif; color: inherit; container-type: inline-size; }
    :host([hidden]) { display: none; }
    * { box-sizing: border-box; }
    h2, h3, p, ul, form { margin: 0; padding: 0; }
    h2 { font-size: 1.25em; line-height: 1.25; }
    h3 { font-size: 1.05em; margin-top: 1.25em; }
    .sizes, .ask { display: flex; flex-wrap: wrap; gap: .5em; margin-top: .75em; }
    button, input { font: inherit; color: #1d1a17; background: #fff; border: 1px solid #74695e; border-radius: .3em; min-height: 2.75em; padding: .3em .9em; }
    button { cursor: pointer; }
    button[aria-pressed="true"], .ask button { background: #1d1a17; border-color: #1d1a17; color: #fff; }
    .gone:not([aria-pressed="true"]) { text-decoration: line-through; }
    label { flex-basis: 100%; }
    input { flex: 1 1 12em; min-width: 0; }
    :focus-visible { outline: 3px solid #1a5fb4; outline-offset: 2px; }
    ul { list-style: none; display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1em; margin-top: .75em; }
    @container (min-width: 40em) { ul { grid-template-columns: repeat(auto-fill, minmax(10em, 14em)); } .ask { max-width: 30em; } }
    a { color: inherit; text-decoration: none; display: block; }
    a:hover .title { text-decoration: underline; }
    .photo { display: block; width: 100%; aspect-ratio: 3 / 4; object-fit: cover; background: #eee8df; border-radius: .3em; }
    .title { font-weight: 600; display: block; margin-top: .5em; }
    .small { font-size: .875em; display: block; }
  `;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);

  /** An element with its properties, and what is in it; text never becomes markup. */
  function make(tag, properties, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...inside.filter((each) => each !== null));
    return element;
  }

  function price(product) {
    const format = { style: "currency", currency: product.currency };
    return new Intl.NumberFormat(document.documentElement.lang || "en", format).format(product.price);
  }

  async function asked(path, options, body, signal) {
    const request = { credentials: "omit", referrerPolicy: "origin", signal };
    if (body) {
      request.method = "POST";
      request.headers = { "Content-Type": "application/json" };
      request.body = JSON.stringify(body);
    }
    const answer = await fetch(`${shop}/api/v1/widget/${path}?${new URLSearchParams(options)}`, request);
    if (answer.ok) return answer.status === 202 ? null : answer.json();
    const problem = await answer.json().catch(() => ({}));
    const first = Object.values(problem.errors || {})[0];
    const error = new Error((first && first[0]) || problem.detail || `HTTP ${answer.status}`);
    error.status = answer.status;
    throw error;
  }

  class Similar extends HTMLElement {
    static observedAttributes = OPTIONS;
    #asking = null;
    #due = false;

    constructor() {
      super();
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
    }

    connectedCallback() {
      this.#soon();
    }

    disconnectedCallback() {
      this.#asking?.abort();
    }

    /** A framework may set several attributes, one after the other. */
    attributeChangedCallback(name, before, after) {
      if (this.isConnected && before !== after) this.#soon();
    }

    #soon() {
      if (this.#due) return;
      this.#due = true;
      queueMicrotask(() => {
        this.#due = false;
        this.show();
      });
    }

    option(name) {
      return this.getAttribute(name) || (name === "key" ? script.dataset.key : "") || "";
    }

    /** Ask and show; `sku` instead of what the attributes name, once she has chosen a size. */
    async show(sku) {
      this.#asking?.abort();
      if (!sku && !this.option("sku") && !this.option("product")) return; // a framework is not done
      const asking = (this.#asking = new AbortController());
      const options = { key: this.option("key"), limit: this.option("limit") || "4" };
      if (sku) options.sku = sku;
      else for (const name of ["sku", "product", "size"]) if (this.option(name)) options[name] = this.option(name);
      try {
        const said = await asked("", options, null, asking.signal);
        if (asking.signal.aborted) return;
        this.#draw(said, Boolean(sku));
        this.hidden = false;
        this.#tell("understudy:shown", { inStock: said.chosen.in_stock, similar: said.results.length });
      } catch (error) {
        if (asking.signal.aborted) return;
        this.hidden = true; // a page without us is better than one with our fault in it
        console.warn(`${NAME}: ${error.message}`);
        this.#tell("understudy:failed", { message: error.message });
      }
    }

    #tell(name, detail) {
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
    }

    #draw(said, chosen) {
      const { product, chosen: size, results } = said;
      const heading = make("h2", { id: "heading", tabIndex: -1 }, this.#headline(product, size));
      const section = make("section", { "aria-labelledby": "heading" }, heading);
      if (product.sizes.length > 1) section.append(this.#sizes(product.sizes, size));
      if (!size.in_stock) section.append(this.#ask(size));
      section.append(...this.#similar(results, size));
      this.shadowRoot.replaceChildren(section);
      if (chosen) heading.focus();
    }

    #headline(product, size) {
      return `${product.title} is ${size.in_stock ? "in stock" : "sold out"} in ${size.size}`;
    }

    #sizes(sizes, size) {
      const buttons = sizes.map((each) =>
        make("button", {
          type: "button",
          className: each.in_stock ? "" : "gone",
          "aria-pressed": String(each.sku === size.sku),
          "aria-label": each.in_stock ? each.size : `${each.size}, sold out`,
          onclick: () => this.show(each.sku),
        }, each.size));
      return make("div", { className: "sizes", role: "group", "aria-label": "Sizes" }, ...buttons);
    }

    #ask(size) {
      const field = make("input", { id: "email", type: "email", required: true, autocomplete: "email" });
      const button = make("button", { type: "submit" }, "Tell me");
      const said = make("p", { className: "small", role: "status" });
      const label = make("label", { htmlFor: "email" }, `Tell me when ${size.size} is back`);
      const form = make("form", { className: "ask" }, label, field, button, said);
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        button.disabled = true;
        const wish = { variant: size.id, email: field.value };
        try {
          await asked("alerts/", { key: this.option("key") }, wish);
          said.textContent = `Look into your mail: we have written to ${field.value}, and tell you once you have said yes there.`;
          field.value = "";
        } catch (error) {
          said.textContent =
            error.status === 429 ? "That was very often. Please try again later." : error.message;
        }
        button.disabled = false;
      });
      return form;
    }

    #similar(results, size) {
      if (!results.length) return [make("p", { className: "small" }, `Nothing similar is in stock in ${size.size} just now.`)];
      const heading = make("h3", { id: "similar" }, `Similar in stock in ${size.size}`);
      return [heading, make("ul", { "aria-labelledby": "similar" }, ...results.map((each) => this.#card(each)))];
    }

    #card({ product, variant, reason }) {
      const photo = product.photo
        ? make("img", { className: "photo", src: product.photo.small, alt: "", loading: "lazy" })
        : make("span", { className: "photo" });
      const what = [product.brand, price(product)].filter(Boolean).join(" · ");
      const link = make("a", { href: this.#where(product, variant) },
        photo,
        make("span", { className: "title" }, product.title),
        make("span", { className: "small" }, what),
        make("span", { className: "small" }, reason));
      if (framed) link.target = "_top";
      return make("li", {}, link);
    }

    /** Our page, or the host's own: `data-link="https://nordlys.example/p/{external_id}"`. */
    #where(product, variant) {
      const names = { id: product.id, external_id: product.external_id, sku: variant.sku };
      const own = this.option("link").replace(/\{(\w+)\}/g, (all, name) =>
        name in names ? encodeURIComponent(names[name]) : all);
      const found = new URL(own || product.page, document.baseURI);
      return /^https?:$/.test(found.protocol) ? found.href : product.page;
    }
  }

  if (!customElements.get(NAME)) customElements.define(NAME, Similar);

  if (script.dataset.sku || script.dataset.product) {
    const element = document.createElement(NAME);
    for (const name of OPTIONS)
      if (script.dataset[name]) element.setAttribute(name, script.dataset[name]);
    if (script.parentNode !== document.head) script.after(element);
    else if (document.body) document.body.append(element);
    else addEventListener("DOMContentLoaded", () => document.body.append(element));
    if (framed && window.parent !== window)
      new ResizeObserver(() => {
        const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
        window.parent.postMessage({ understudy: { height } }, "*");
      }).observe(document.documentElement);
  }
})();
