"""Pages that bring features together: "Việc của tôi", the bell, health."""
