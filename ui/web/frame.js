(() => {
  'use strict';
  const pages = window.yuanfang.pages;
  const visible = (element) => Boolean(element && element.offsetParent !== null);
  const ready = (work) => document.readyState === 'loading' ? document.addEventListener('DOMContentLoaded', work) : work();

  // Every click shows at once that it was taken; the line at the top runs until the server has answered.
  // Counted are the events that wait for an answer, not connections: when an answer is quicker than the note that it was asked for,
  // Gradio opens a stream in which nothing will ever come.
  let asking = 0;  // questions on their way
  let streams = 0;
  const waiting = new Set();  // events that the server has taken and not answered
  const early = new Set();  // events answered before their note came
  let pressed = 0;
  const busy = () => asking > 0 || waiting.size > 0;
  const show = () => { if (busy()) { document.body.classList.add('is-busy'); } };
  const begin = () => {
    document.body.classList.add('is-asking');
    if (Date.now() - pressed < 1500) { show(); } else { setTimeout(show, 1500); }  // a clock that ticks by itself shows nothing
  };
  const end = () => {
    if (busy()) { return; }
    document.body.classList.remove('is-busy', 'is-asking');
    document.querySelectorAll('.is-pending').forEach((each) => each.classList.remove('is-pending'));
  };
  const asked = async (answer) => {
    const note = answer.ok ? await answer.json().catch(() => ({})) : {};
    if (note.event_id && !early.delete(note.event_id)) { waiting.add(note.event_id); }
  };
  const done = (id) => { if (!waiting.delete(id)) { early.add(id); } setTimeout(end, 0); };
  const closed = () => {
    streams -= 1;
    setTimeout(() => { if (streams === 0 && asking === 0) { waiting.clear(); early.clear(); end(); } }, 2000);
  };
  const watched = (body, flush) => {
    const decoder = new TextDecoder();
    let rest = '';
    return body.pipeThrough(new TransformStream({
      transform: (chunk, controller) => {
        controller.enqueue(chunk);
        const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n');
        rest = lines.pop();
        lines.filter((line) => line.includes('"msg":"process_completed"')).forEach((line) => {
          const found = line.match(/"event_id":"([^"]+)"/);
          if (found) { done(found[1]); }
        });
      },
      flush,
    }));
  };
  const press = (target) => {
    pressed = Date.now();
    target.classList.add('is-pending');
    setTimeout(() => { if (!busy()) { target.classList.remove('is-pending'); } }, 600);
  };
  const plainFetch = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = String(input && input.url ? input.url : input);
    if (/\/heartbeat\//.test(url)) { return heartbeat(url); }
    const asks = /\/queue\/join/.test(url);
    if (!asks && !/\/queue\/data/.test(url)) { return plainFetch(input, init); }
    if (asks) { asking += 1; begin(); } else { streams += 1; }
    let over = false;
    const once = () => { if (!asks && !over) { over = true; closed(); } };
    try {
      const answer = await plainFetch(input, init);
      if (answer.status === 401) { lost('登录已过期。', '请重新登录；网址不变，登录后回到这里。'); }
      if (asks) { await asked(answer.clone()); return answer; }
      if (!answer.body) { once(); return answer; }
      const signal = (init && init.signal) || (input && input.signal);
      if (signal) { signal.addEventListener('abort', once); }
      const body = watched(answer.body, once);
      return new Response(body, {status: answer.status, statusText: answer.statusText, headers: answer.headers});
    } catch (error) {
      once();
      if (!(error && error.name === 'AbortError')) {
        waiting.clear();
        lost('连不上工作台。', '可能是程序已关闭或正在重启：重新启动后，这一页会自己刷新；已保存的内容都在。');
      }
      throw error;
    } finally {
      if (asks) { asking -= 1; }
      setTimeout(end, 0);
    }
  };

  // Gradio holds a connection open for as long as a tab is; with the sixth tab a browser has none left, and every page stands still.
  // The server hears of a page only when it is left: the request is made then, and breaks off with the page.
  let left = null;
  const heartbeat = (url) => {
    left = url;
    return new Response(new ReadableStream({}), {headers: {'content-type': 'text/event-stream'}});
  };
  // A tab keeps its name over a reload, so that what it holds stays its own; a copy of a tab gets another, for the first was not left.
  const own = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, '0')).join('');
  try {
    const known = sessionStorage.getItem('yuanfang-left') && sessionStorage.getItem('yuanfang-tab');
    window.yuanfang.tab = known || own();
    sessionStorage.setItem('yuanfang-tab', window.yuanfang.tab);
    sessionStorage.removeItem('yuanfang-left');
    addEventListener('pagehide', () => sessionStorage.setItem('yuanfang-left', '1'));
    addEventListener('pageshow', (event) => { if (event.persisted) { sessionStorage.removeItem('yuanfang-left'); } });
  } catch { window.yuanfang.tab = ''; /* a private window keeps nothing */ }
  addEventListener('pagehide', () => { if (left) { plainFetch(left, {keepalive: true}).catch(() => {}); } });

  const lost = (what, hint) => {
    if (document.getElementById('lost')) { return; }
    const box = document.createElement('div');
    box.id = 'lost';
    box.setAttribute('role', 'alert');
    const again = document.createElement('button');
    again.type = 'button';
    again.textContent = '刷新本页';
    again.addEventListener('click', () => location.reload());
    box.append(what + hint, again);
    document.body.append(box);
  };

  // Copying, moving within a page and links need no answer from the server.
  const copied = (target) => {
    const words = target.dataset.copy || location.origin + location.pathname + target.dataset.link;
    const done = () => {
      const was = target.textContent;
      target.textContent = '已复制';
      setTimeout(() => { target.textContent = was; }, 1500);
    };
    const old = () => {
      const area = document.createElement('textarea');
      area.value = words;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
      done();
    };
    if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(words).then(done, old); } else { old(); }
  };
  const quick = {
    copy: copied,
    goto: (target) => {
      const place = (target.closest('.in-context') || document).querySelector('#' + CSS.escape(target.dataset.key));
      if (place) { place.scrollIntoView({block: 'start', behavior: 'smooth'}); place.setAttribute('tabindex', '-1'); place.focus({preventScroll: true}); }
    },
    none: () => {},
  };
  const answered = (event) => {
    const target = event.target.closest && event.target.closest('[data-act], button, [role=tab]');
    if (!target || target.disabled) { return; }
    const key = event.type === 'keydown';
    if (key && event.key !== 'Enter' && event.key !== ' ') { return; }
    const act = target.dataset.act;
    if (act in quick) {
      if (key && target.tagName === 'BUTTON') { return; }
      event.stopPropagation();
      if (act !== 'none') { event.preventDefault(); quick[act](target); }
      return;
    }
    press(target);
    if (target.dataset.tabId && pages.includes(target.dataset.tabId)) { address(`?open=${target.dataset.tabId}`); }
  };
  document.addEventListener('click', answered, true);
  document.addEventListener('keydown', answered, true);

  // The address follows what is open, so that a reload or a login comes back to it.
  const address = (query) => {
    const scheme = new URLSearchParams(location.search).get('__theme');
    history.replaceState(null, '', query + (scheme ? `&__theme=${scheme}` : ''));
  };

  // Keys: "/" to the search box of the page, arrows between the rows of a list, Escape back to the box.
  const box = () => [...document.querySelectorAll('#query input, #learn-question textarea, #learn-question input')].find(visible)
    || [...document.querySelectorAll('[role=tabpanel] input[type=text], [role=tabpanel] textarea')].find(visible);
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const found = box();
      if (found) { event.preventDefault(); found.focus(); found.select(); }
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !typing) {
      step(event, event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'ArrowDown' && typing && typing === box() && typing.tagName === 'INPUT') {
      const first = [...document.querySelectorAll('#hits .hit[tabindex]')].find(visible);
      if (first) { event.preventDefault(); first.focus(); }
    } else if (event.key === 'Escape' && event.target.closest('.hit, .sections, #report')) {
      const found = box();
      if (found) { found.focus(); }
    }
  });
  const step = (event, by) => {
    const here = event.target.closest('.hit[tabindex], tr[tabindex], .sections button, .choice, .waiting .link');
    const list = here && here.closest('.hits, table, .sections, .choices, .waiting, #report');
    if (!list) { return; }
    const all = [...list.querySelectorAll('.hit[tabindex], tr[tabindex], .sections button, .choice, .waiting .link')].filter(visible);
    const next = all[all.indexOf(here) + by];
    if (next) { event.preventDefault(); next.focus(); next.scrollIntoView({block: 'nearest'}); }
  };

  // Light and dark: the machine's choice until the user makes another.
  const dark = () => document.body.classList.contains('dark');
  const wanted = () => { try { return localStorage.getItem('yuanfang-scheme'); } catch { return null; } };
  const scheme = (name) => {
    document.body.classList.toggle('dark', name === 'dark');
    const button = document.querySelector('#scheme button');
    if (button) { button.textContent = dark() ? '浅色' : '深色'; button.setAttribute('aria-label', dark() ? '换成浅色' : '换成深色'); }
  };
  document.addEventListener('click', (event) => {
    if (event.target.closest('#scheme button')) {
      const name = dark() ? 'light' : 'dark';
      try { localStorage.setItem('yuanfang-scheme', name); } catch { /* a private window keeps nothing */ }
      scheme(name);
    }
  });

  // Gradio's own parts: Chinese where it has none, names where a reader of the screen would hear nothing.
  const words = {
    'Connection Lost': '连接中断', 'Connection to the server was lost. Attempting reconnection...': '连不上工作台：程序可能已关闭或正在重启。重新启动后这一页会自己刷新；已保存的内容都在。',
    'Error': '没有完成', 'Session Expired': '页面已过期',
  };
  const phrases = [
    [/^File\(s\) exceed the maximum allowed size of ([\d.]+) (\w+): (.*)$/s, '文件太大，每份最多 $1 $2：$3。请拆成几份，或把里面的图片减小后再试。'],
    [/^Invalid file types?: (.*)\. Only (.*) allowed\.$/s, '不收这种文件：$1。这里只收 $2，请换一个文件，或另存为这种格式。'],
  ];
  const names = {'More tabs': '更多页面', 'Dropdown': '选择', 'Clear': '清除', 'common.upload': '再选文件', 'common.clear': '全部去掉', 'Remove this file': '去掉这份文件'};
  const regions = {hits: '查到的条款', context: '条款在原文中', report: '检查结果', 'plan-text': '预案原文', desk: '本节要求和候选'};
  const mend = () => {
    document.querySelectorAll('.toast-title, .toast-text').forEach((each) => {
      const told = each.textContent.trim();
      const phrase = phrases.find(([pattern]) => pattern.test(told));
      const said = words[told] || (phrase && told.replace(...phrase));
      if (said) { each.textContent = said; }
    });
    document.querySelectorAll('[aria-label]').forEach((each) => {
      const said = names[each.getAttribute('aria-label')];
      if (said) { each.setAttribute('aria-label', said); }
    });
    const gone = document.querySelector('#not-yours [data-names]');
    if (gone) {
      const hidden = gone.dataset.names.split('、');
      document.querySelectorAll('.overflow-dropdown button').forEach((each) => { each.style.display = hidden.includes(each.textContent.trim()) ? 'none' : ''; });
    }
    document.querySelectorAll('button[role=tab][aria-controls=""]').forEach((each) => each.removeAttribute('aria-controls'));
    document.querySelectorAll('.gr-accordion > button.label-wrap').forEach((each) => each.setAttribute('aria-expanded', String(each.classList.contains('open'))));
    document.querySelectorAll('.pane').forEach((each) => {  // what scrolls can be reached and scrolled by keys
      if (each.scrollHeight > each.clientHeight + 1) {
        each.setAttribute('tabindex', '0');
        each.setAttribute('role', 'region');
        each.setAttribute('aria-label', regions[each.id] || '内容');
      }
    });
    document.querySelectorAll('a[data-address], [data-address]').forEach((each) => {
      if (visible(each) && each.dataset.told === undefined) { each.dataset.told = ''; address(each.dataset.address); }
    });
  };
  ready(() => {
    const line = document.createElement('div');
    line.id = 'busy-line';
    line.setAttribute('aria-hidden', 'true');
    document.body.append(line);
    let asked = false;
    new MutationObserver(() => {
      if (!asked) { asked = true; requestAnimationFrame(() => { asked = false; mend(); }); }
    }).observe(document.body, {childList: true, subtree: true});
    const waiting = setInterval(() => {
      if (document.querySelector('#scheme button')) { clearInterval(waiting); scheme(wanted() || (dark() ? 'dark' : 'light')); }
    }, 50);
  });
})();
