const shown = Number(document.body.dataset.count);

document.getElementById('empty').addEventListener('click', async () => {
  await fetch('/messages', { method: 'DELETE' });
  location.reload();
});

// A new mail shows itself; a page that is being read is left alone until there is one.
setInterval(async () => {
  const answer = await fetch('/messages').catch(() => null);
  if (answer?.ok && (await answer.json()).length !== shown) location.reload();
}, 2000);
