// The live events: connects, notices when they stop, and connects again.

const firstDelay = 500;
const longestDelay = 15_000;
// The server sends a heartbeat every 15 s; without two of them the connection is dead, whatever the browser thinks.
const silenceLimit = 40_000;
// A hidden page gives its connection back, since a browser has only six for each server.
const hiddenLimit = 10_000;

/** Follows the server's snapshots for as long as the page is looked at. */
export class Feed {
  #url;
  #onSnapshot;
  #onState;
  #source = null;
  #delay = firstDelay;
  #retry = 0;
  #watch = 0;
  #hide = 0;

  /**
   * @param url the address of the events
   * @param onSnapshot called with each snapshot
   * @param onState called with "live", "connecting", "waiting" (and the seconds to wait) or "denied"
   */
  constructor(url, onSnapshot, onState) {
    this.#url = url;
    this.#onSnapshot = onSnapshot;
    this.#onState = onState;
    addEventListener("online", () => this.#reconnectNow());
    document.addEventListener("visibilitychange", () => this.#visibilityChanged());
  }

  /** Connects. */
  start() {
    this.#connect();
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#close();
    const source = new EventSource(this.#url);
    this.#source = source;
    source.addEventListener("snapshot", (event) => {
      this.#delay = firstDelay;
      this.#listen();
      this.#onState("live");
      this.#onSnapshot(JSON.parse(event.data));
    });
    source.addEventListener("heartbeat", () => this.#listen());
    source.addEventListener("error", () => this.#lost());
    this.#listen();
  }

  #listen() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#lost(), silenceLimit);
  }

  #close() {
    clearTimeout(this.#watch);
    this.#source?.close();
    this.#source = null;
  }

  #lost() {
    this.#close();
    const delay = this.#delay * (0.75 + Math.random() / 2);
    this.#delay = Math.min(longestDelay, this.#delay * 2);
    this.#onState("waiting", Math.ceil(delay / 1000));
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#attempt(), delay);
  }

  // Events don't tell why they fail, so a request that does goes first.
  async #attempt() {
    this.#onState("connecting");
    try {
      const response = await fetch("/version", { cache: "no-store", signal: AbortSignal.timeout(10_000) });
      if (response.status === 401) return this.#onState("denied");
      if (!response.ok) return this.#lost();
    } catch {
      return this.#lost();
    }
    if (!document.hidden) this.#connect();
  }

  #reconnectNow() {
    if (this.#source) return;
    clearTimeout(this.#retry);
    this.#delay = firstDelay;
    this.#attempt();
  }

  #visibilityChanged() {
    clearTimeout(this.#hide);
    if (document.hidden) {
      this.#hide = setTimeout(() => {
        clearTimeout(this.#retry);
        this.#close();
      }, hiddenLimit);
    } else if (!this.#source) {
      this.#delay = firstDelay;
      this.#connect();
    }
  }
}
