(() => {
  'use strict';
  // Folders, dropped or chosen, are taken as the files within them: Gradio's own boxes know single files only.
  const MOST = 3000;
  const BOXES = '#ingest-files, #check-files';
  const wanted = (name) => !name.startsWith('.') && !name.startsWith('~$') && name !== 'Thumbs.db' && name !== 'desktop.ini';

  const entries = async (reader) => {
    const found = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) { return found; }
      found.push(...some);
    }
  };
  const within = async (entry, path, found) => {
    if (found.length >= MOST || !wanted(entry.name)) { return; }
    if (entry.isFile) {
      found.push([path, await new Promise((resolve, reject) => entry.file(resolve, reject))]);
    } else {
      for (const each of await entries(entry.createReader())) { await within(each, [...path, entry.name], found); }
    }
  };

  // Two files of one name from two folders stay two: the second bears its folder's name as well.
  const named = (found) => {
    const taken = new Set();
    return found.map(([path, file]) => {
      let name = file.name;
      for (let depth = 1; taken.has(name) && depth <= path.length; depth += 1) { name = [...path.slice(-depth), file.name].join('-'); }
      for (let n = 2; taken.has(name); n += 1) { name = `${n}-${file.name}`; }
      taken.add(name);
      return name === file.name ? file : new File([file], name, {type: file.type, lastModified: file.lastModified});
    });
  };
  const given = (box, found) => {
    const input = box.querySelector('input[type=file]');
    if (!input || !found.length) { return; }
    const transfer = new DataTransfer();
    named(found).forEach((file) => transfer.items.add(file));
    input.multiple = true;
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', {bubbles: true}));
  };

  document.addEventListener('drop', (event) => {
    const box = event.target.closest && event.target.closest(BOXES);
    const items = box && event.dataTransfer ? [...event.dataTransfer.items].map((each) => each.webkitGetAsEntry && each.webkitGetAsEntry()) : [];
    if (!items.some((each) => each && each.isDirectory)) { return; }
    event.preventDefault();
    event.stopPropagation();
    const found = [];
    items.filter(Boolean).reduce((before, each) => before.then(() => within(each, [], found)), Promise.resolve()).then(() => given(box, found));
  }, true);

  document.addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('button[data-folder]');
    const box = button && document.getElementById(button.dataset.folder);
    if (!box) { return; }
    const input = document.createElement('input');
    input.type = 'file';
    input.webkitdirectory = true;
    input.hidden = true;
    input.addEventListener('change', () => {
      const found = [...input.files].map((file) => [file.webkitRelativePath.split('/').slice(0, -1), file]);
      given(box, found.filter(([path, file]) => [...path, file.name].every(wanted)).slice(0, MOST));
      input.remove();
    });
    document.body.append(input);
    input.click();
  });
})();
