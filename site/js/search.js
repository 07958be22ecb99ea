// What the theme's search lacks.
//
// A page that was opened from a disk may start no worker and fetch no file. There, the script of the search runs in a
// hidden frame, which looks like a worker to the page, and reads its index from a script.

if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.waiting = [];
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.title = "search";
      this.frame.srcdoc = `<script>
        postMessage = (message) => parent.postMessage({ from: "${url}", message }, "*");
      </script><script src="${url}"></script>`;
      this.frame.onload = () => {
        this.loaded = true;
        for (const message of this.waiting.splice(0)) this.postMessage(message);
      };
      addEventListener("message", ({ data }) => {
        if (data?.from === String(url)) this.dispatchEvent(new MessageEvent("message", { data: data.message }));
      });
      document.body.append(this.frame);
    }

    postMessage(message) {
      if (this.loaded) this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data: message }));
      else this.waiting.push(message);
    }
  };
}

// The search takes each word for the beginning of one. With "a" in a question, it would prefer pages with many words
// that begin with an a. A question is a message of type 2.

const LITTLE = /(?<!\S)(a|an|and|can|do|does|for|how|i|in|is|it|my|of|on|or|the|to|what|why|with)(?!\S)/gi;
const post = Worker.prototype.postMessage;

Worker.prototype.postMessage = function (message, ...rest) {
  if (message?.type === 2 && typeof message.data === "string") {
    const telling = message.data.replace(LITTLE, " ").trim();
    message = { ...message, data: telling || message.data };
  }
  return post.call(this, message, ...rest);
};
