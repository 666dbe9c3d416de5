/* Browsers start no worker from a page that was opened from the disk, and the search is one. There it runs in a hidden
   frame of the page instead; a frame that is written into has the page's own origin. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super()
      this.frame = document.createElement("iframe")
      this.frame.hidden = true
      document.body.append(this.frame)
      const inner = this.frame.contentWindow
      addEventListener("message", message => {
        if (message.source === inner) this.tell(message.data)
      })
      const source = new URL(url, location.href).href
      inner.document.open()
      inner.document.write(`<script>postMessage = data => parent.postMessage(data, "*")
        var importScripts = () => {}<\/script><script src="${source}"><\/script>`)
      inner.document.close()
      this.ready = new Promise(done => this.frame.addEventListener("load", done, {once: true}))
    }
    tell(data) {
      const event = new MessageEvent("message", {data})
      this.dispatchEvent(event)
      if (this.onmessage) this.onmessage(event)
    }
    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", {data})))
    }
    terminate() { this.frame.remove() }
  }
}
