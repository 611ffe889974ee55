// What HTML from Python may try when it is shown. Each has the address that it must not reach.

/** Takes the whole page elsewhere where nothing holds it, so it is tried last. */
export const lastProbe = { name: 'the top window by script', html: url => `<img src="data:," onerror="top.location='${url}.html'">` };

/** name -> HTML, given the sink's address for it. */
export const viewProbes = {
    'a handler of a broken picture': url => `<img src="data:," onerror="fetch('${url}')">`,
    'a handler of details': url => `<details open ontoggle="fetch('${url}')"><summary>x</summary></details>`,
    'a picture': url => `<img src="${url}">`,
    'a picture by srcset': url => `<img srcset="${url} 1x">`,
    'a picture element': url => `<picture><source srcset="${url}"><img></picture>`,
    'a picture in an SVG': url => `<svg width="9" height="9"><image href="${url}" width="9" height="9"/></svg>`,
    'a filter of an SVG': url => `<svg><filter id="f"><feImage href="${url}"/></filter><rect width="9" height="9" filter="url(#f)"/></svg>`,
    'a style with a picture': url => `<div style="background: url(${url}); width: 9px; height: 9px">x</div>`,
    'a style element with a picture': url => `<style>b { background: url(${url}) }</style><b>x</b>`,
    'a style element that imports': url => `<style>@import url(${url}.css);</style><b>x</b>`,
    'a style element with a font': url => `<style>@font-face { font-family: mine; src: url(${url}) } b { font-family: mine }</style><b>x</b>`,
    'a list with a picture': url => `<ul style="list-style-image: url(${url})"><li>x</li></ul>`,
    'a pointer': url => `<style>html, body, b { cursor: url(${url}), auto }</style><b>x</b>`,
    'a style sheet': url => `<link rel="stylesheet" href="${url}.css">`,
    'a preload': url => `<link rel="preload" as="image" href="${url}">`,
    'a prefetch': url => `<link rel="prefetch" href="${url}">`,
    'a meta refresh': url => `<meta http-equiv="refresh" content="0;url=${url}.html">`,
    'a base and a picture': url => `<base href="${new URL(url).origin}/"><img src="${new URL(url).pathname.slice(1)}">`,
    'a frame': url => `<iframe src="${url}.html"></iframe>`,
    'a frame with a document': url => `<iframe srcdoc="<img src='${url}'>"></iframe>`,
    'a frame with a script': url => `<iframe srcdoc="<script src='${url}.js'></script>"></iframe>`,
    'an object': url => `<object data="${url}.html"></object>`,
    'an embed': url => `<embed src="${url}.html">`,
    'a video': url => `<video src="${url}" autoplay></video>`,
    'a poster': url => `<video poster="${url}"></video>`,
    'a sound': url => `<audio src="${url}" autoplay></audio>`,
    'an input with a picture': url => `<input type="image" src="${url}">`,
    'a form that sends itself': url => `<form id="f" action="${url}.html"><input name="a"></form><img src="data:," onerror="f.submit()">`,
    'a body with a background': url => `<table background="${url}"><tr><td>x</td></tr></table>`,
    'a navigation by script': url => `<img src="data:," onerror="location='${url}.html'">`,
    'a link that is clicked': url => `<a id="a" href="${url}.html">x</a><img src="data:," onerror="a.click()">`,
    'a datagram by script': (_url, { stun }) =>
        `<img src="data:," onerror="const c = new RTCPeerConnection({iceServers: [{urls: '${stun}'}]}); c.createDataChannel('x'); c.setLocalDescription()">`,
    'a connection made early': (_url, { port }) => `<link rel="preconnect" href="http://127.0.0.1:${port}">`,
};
