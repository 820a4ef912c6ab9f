// Runs before the first paint: marks that script is available and applies the person's own choice of light or dark.
document.documentElement.classList.add('js');
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
} catch { /* storage refused: follow the system */ }
