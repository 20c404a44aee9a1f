"""What the chairman makes public: quarter boards, lists, survey results; public pages and the bundle for the portal."""
