// Everything here is an enhancement: each page works with plain links and form posts, and nothing here holds state.
const root = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// Light or dark: follows the system until the person chooses.
document.addEventListener('click', event => {
  if (!event.target.closest('[data-theme-toggle]')) return;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
  try { localStorage.setItem('theme', root.dataset.theme); } catch { /* storage refused */ }
});

// A fold used as a menu closes on Escape and on a click elsewhere.
document.addEventListener('click', event => {
  for (const menu of $$('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  const menu = $('details.menu[open]');
  if (menu) { menu.open = false; $('summary', menu).focus(); }
});

// Undo: counts down what the server allows; afterwards the bar goes, the list of notices keeps the message.
function countDown(toast) {
  const seconds = Number(toast.dataset.seconds);
  const shown = $('[data-left]', toast);
  const line = $('.left rect', toast);
  const end = Date.now() + seconds * 1000;
  const tick = setInterval(() => {
    const left = Math.max(0, end - Date.now());
    if (shown) shown.textContent = String(Math.ceil(left / 1000));
    line?.setAttribute('width', `${(left / seconds / 10).toFixed(1)}%`);
    if (left > 0) return;
    clearInterval(tick);
    toast.remove();
  }, 200);
}

// Select all: [data-select-all="name"] drives the boxes of that name in the same form; [data-selected] shows how many; [data-chosen] stands while any are, [data-unchosen] while none is.
function count(form) {
  for (const all of $$('[data-select-all]', form)) {
    const boxes = $$(`input[name="${CSS.escape(all.dataset.selectAll)}"]`, all.closest('[data-group]') ?? form);
    const on = boxes.filter(box => box.checked).length;
    all.checked = on > 0 && on === boxes.length;
    all.indeterminate = on > 0 && on < boxes.length;
  }
  const chosen = $$('input[data-item]:checked', form).length;
  for (const place of $$('[data-selected]', form)) place.textContent = String(chosen);
  for (const words of $$('[data-chosen]', form)) words.hidden = chosen === 0;
  for (const words of $$('[data-unchosen]', form)) words.hidden = chosen > 0;
  for (const button of $$('[data-needs-selection]', form)) button.disabled = chosen === 0;
  for (const item of $$('input[data-item]', form)) item.closest('.item, tr')?.classList.toggle('sel', item.checked && !!item.closest('tr'));
}
document.addEventListener('change', event => {
  const box = event.target;
  const form = box.form;
  if (!form) return;
  if (box.dataset?.selectAll) {
    for (const item of $$(`input[name="${CSS.escape(box.dataset.selectAll)}"]`, box.closest('[data-group]') ?? form)) if (!item.disabled) item.checked = box.checked;
  }
  if ($('[data-item]', form)) count(form);
});

// Inbox by keyboard: j and k move, x chooses, Enter opens. Never while typing, never with a modifier.
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return;
  const rows = $$('.inbox .item').filter(row => row.offsetParent);
  if (!rows.length || !['j', 'k', 'x', 'Enter'].includes(event.key)) return;
  const at = rows.findIndex(row => row.classList.contains('at'));
  if (event.key === 'j' || event.key === 'k') {
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))];
    rows[at]?.classList.remove('at');
    next.classList.add('at');
    (next.querySelector('.row-link') ?? next).focus();
    next.scrollIntoView({ block: 'nearest' });
    event.preventDefault();
  } else if (at >= 0 && event.key === 'x') {
    rows[at].querySelector('input[type=checkbox]')?.click();
    event.preventDefault();
  } else if (at >= 0 && event.key === 'Enter' && document.activeElement === document.body) {
    rows[at].querySelector('.row-link')?.click();
  }
});

// File drop: the real input fills the area, so dropping works by itself; we only show what was chosen.
document.addEventListener('change', event => {
  const area = event.target.closest?.('.drop');
  if (!area || event.target.type !== 'file') return;
  const files = [...event.target.files].map(file => file.name);
  area.classList.toggle('has-file', files.length > 0);
  const shown = $('.picked', area);
  if (shown) shown.textContent = files.join(', ');
});
for (const [name, on] of [['dragover', true], ['dragleave', false], ['drop', false]]) {
  document.addEventListener(name, event => event.target.closest?.('.drop')?.classList.toggle('over', on));
}

// Dialogs: <button data-dialog="id"> opens <dialog id>; without script the link or form behind it still works.
document.addEventListener('click', event => {
  const opener = event.target.closest('[data-dialog]');
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal) { event.preventDefault(); dialog.showModal(); }
  if (event.target.closest('[data-close]')) event.target.closest('dialog')?.close();
});
document.addEventListener('click', event => { if (event.target.closest('[data-print]')) print(); });

// A form is sent once: a second press within the same page changes nothing.
document.addEventListener('submit', event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post' || event.submitter?.hasAttribute('data-download')) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = '1';
  addEventListener('pageshow', () => delete form.dataset.sent, { once: true });
  setTimeout(() => delete form.dataset.sent, 8000);
});

// The error summary says which field it means: "Nama: Wajib diisi."
function name(link) {
  const field = document.getElementById(link.hash.slice(1));
  const label = field && (field.closest('fieldset.field')?.querySelector('legend') ?? field.labels?.[0]);
  const text = label ? label.firstChild.textContent.trim() : field?.closest('.rule')?.getAttribute('aria-label');
  if (text && !link.dataset.named) { link.dataset.named = '1'; link.prepend(`${text}: `); }
}

function ready(within) {
  $$('.errors a[href^="#f-"]', within).forEach(name);
  for (const toast of $$('.toast[data-seconds]', within)) if (!toast.dataset.on) { toast.dataset.on = '1'; countDown(toast); }
  for (const item of $$('input[data-item]', within)) if (item.form && !item.form.dataset.counted) { item.form.dataset.counted = '1'; count(item.form); }
}
ready(document);
document.addEventListener('htmx:after:swap', () => { for (const form of $$('form[data-counted]')) count(form); ready(document); });
$('.errors')?.focus();
