// Python, in a worker of its own. It knows nothing but what each call brings, so it can be ended at any time.

const SECONDS = 6; // for one call: what does not end by then costs the worker

export class Python {
  #worker = null;
  #ready = null;
  #heard = () => {};
  #turn = Promise.resolve();

  // `tell(text)` is called with what there is to say of Python itself.
  constructor(tell) {
    this.tell = tell;
  }

  // Loads Python, if it is not there; nobody need wait for it.
  start() {
    if (this.#ready) return this.#ready;
    this.#ready = new Promise((resolve, reject) => {
      this.tell("Python is loading …");
      this.#worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
      this.#worker.onerror = ({ message }) => this.#worker.onmessage({ data: { failed: message ?? "it broke" } });
      this.#worker.onmessage = ({ data }) => {
        if (data.ready) resolve(data.ready);
        else if (data.told === undefined) reject(new Error(`Python could not be loaded: ${data.failed}`));
        this.#heard(data);
      };
    });
    this.#ready.then((version) => this.tell(`Python ${version}`), (error) => this.#end(error.message));
    return this.#ready;
  }

  // Yields the verdict on each check, in turn; raises an error where one does not come.
  async *check(cells, checks, learner) {
    for (const { id, hints } of checks) yield await this.#ask({ call: "verdict", cells, check: id, learner, hints });
  }

  // Runs code behind the cells, and gives what it printed and came to.
  run = (cells, source) => this.#ask({ call: "scratch", cells, source });

  #ask(request) {
    const asked = this.#turn.then(() => this.#asked(request)); // one call at a time
    this.#turn = asked.catch(() => {});
    return asked;
  }

  async #asked(request) {
    await this.start();
    const { told, failed } = await new Promise((resolve) => {
      const timer = setTimeout(resolve, SECONDS * 1000, { failed: `it did not end within ${SECONDS} seconds` });
      this.#heard = (reply) => resolve(reply, clearTimeout(timer));
      this.#worker.postMessage(request);
    });
    if (told !== undefined) return JSON.parse(told);
    this.#end("Python was stopped.");
    this.start().catch(() => {}); // for the next call
    throw new Error(`Your code was stopped: ${failed}. Your text is kept.`);
  }

  #end(why) {
    this.#worker?.terminate();
    this.#worker = this.#ready = null;
    this.tell(why);
  }
}
