// What is typed into a section and not saved yet stays in this browser, and is offered when the section is opened again: after a reload,
// a closed window, a server that was gone. It goes back with the text that it was written over, so that saving finds what others changed.
(() => {
  'use strict';
  const MOST = 5;
  const field = (id) => document.querySelector(`#${id} textarea, #${id} input`);
  const place = () => { const here = document.querySelector('#desk [data-address]'); return here ? here.dataset.address : ''; };
  const bare = (words) => words.replace(/^\n+|\n+$/g, '');
  const same = (one, two) => bare(one) === bare(two);
  const clash = () => Boolean(document.querySelector('#clash .clash'));
  const key = (at) => `yuanfang-typed:${at}`;

  // For every section: ``live``, what is being typed, and ``waiting``, what earlier windows left; each {words, base, time}.
  const read = (at) => {
    try {
      const found = JSON.parse(localStorage.getItem(key(at)));
      return found && Array.isArray(found.waiting) ? found : {live: null, waiting: []};
    } catch { return {live: null, waiting: []}; }
  };
  const write = (at, kept) => {
    try {
      if (kept.live || kept.waiting.length) { localStorage.setItem(key(at), JSON.stringify(kept)); } else { localStorage.removeItem(key(at)); }
    } catch { /* a private or full window keeps nothing */ }
  };

  let seen = {at: '', base: ''};
  let saved = {at: '', words: null};  // the last text that the server told to have saved without showing the section anew
  let told = '';

  document.addEventListener('input', (event) => {
    const at = place();
    if (!at || !event.target.matches('#section-text textarea')) { return; }
    const kept = read(at);
    const base = saved.at === at && saved.words !== null ? saved.words : field('base-text').value;
    kept.live = same(event.target.value, base) ? null : {words: event.target.value, base, time: Date.now()};
    write(at, kept);
  }, true);

  // While another section is on its way its text would fall upon what is typed, so nothing is taken until it is there.
  document.addEventListener('beforeinput', (event) => {
    if (!event.target.matches('#section-text textarea')) { return; }
    const [chosen, here] = [document.querySelector('#outline input:checked'), field('current-section')];
    if (chosen && here && here.value && here.value !== chosen.value) { event.preventDefault(); }
  }, true);

  const look = () => {
    const at = place();
    const [editor, base, note] = [field('section-text'), field('base-text'), field('kept-text')];
    if (!editor || !base || !note) { return; }
    if (note.value !== told) { told = note.value; heard(told); }
    if (at !== seen.at) {
      seen = {at, base: base.value};
      if (at) { arrived(at, base.value); } else { offer(at, []); }
      return;
    }
    const kept = at ? read(at) : null;
    const changed = base.value !== seen.base;
    seen.base = base.value;
    if (changed && saved.at === at) { saved = {at: '', words: null}; }
    if (!kept || !kept.live || clash()) { return; }
    if (same(editor.value, base.value)) { kept.live = null; write(at, kept); }  // all that is on the screen is saved
    else if (changed) { kept.live.base = base.value; write(at, kept); }
  };
  const heard = (words) => {
    const [at, text] = JSON.parse(words);
    saved = {at, words: text};
    const kept = read(at);
    if (!kept.live) { return; }
    if (same(kept.live.words, text)) { kept.live = null; } else { kept.live.base = text; }
    write(at, kept);
  };
  const arrived = (at, base) => {
    const kept = read(at);
    const going = kept.live && same(kept.live.words, field('section-text').value) ? kept.live : null;  // typed since it was opened
    const left = kept.live && !going ? [...kept.waiting, kept.live] : kept.waiting;
    const waiting = left.filter((each) => !same(each.words, base)).slice(-MOST);
    write(at, {live: going, waiting});
    offer(at, waiting);
  };

  const put = (target, words) => { target.value = words; target.dispatchEvent(new Event('input', {bubbles: true})); };
  const made = (tag, words) => { const element = document.createElement(tag); element.textContent = words; return element; };
  const button = (words, work) => {
    const element = made('button', words);
    element.type = 'button';
    element.addEventListener('click', work);
    return element;
  };
  const offer = (at, waiting) => {
    document.getElementById('typed')?.remove();
    const editor = document.getElementById('section-text');
    if (!waiting.length || !editor) { return; }
    const box = document.createElement('div');
    box.id = 'typed';
    box.setAttribute('role', 'status');
    waiting.forEach((each) => box.append(row(at, each)));
    editor.before(box);
  };
  const row = (at, each) => {
    const part = document.createElement('div');
    const drop = () => {
      const kept = read(at);
      kept.waiting = kept.waiting.filter((other) => other.time !== each.time);
      write(at, kept);
      part.remove();
    };
    const back = () => {
      const editor = field('section-text');
      if (editor.disabled) { said.textContent = '别人正在写本节，现在不能放回；这段文字留在这里，也可以从这里复制。'; return; }
      drop();
      saved = {at: '', words: null};
      put(field('base-text'), each.base);
      put(editor, each.words);
      editor.focus();
    };
    const since = same(each.base, field('base-text').value) ? '' : '本节后来另有改动：放回后保存时两边并排显示，不会覆盖。';
    const said = made('p', `${new Date(each.time).toLocaleString('zh-CN')} 在本机写的这一段没有保存。${since}`);
    const actions = document.createElement('p');
    actions.append(button('放回正文', back), button('不要了', drop));
    part.append(said, made('blockquote', each.words || '（全部删去）'), actions);
    return part;
  };
  setInterval(look, 500);
})();
