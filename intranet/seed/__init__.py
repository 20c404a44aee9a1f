"""What a first start loads: the plan of Đại Thanh, its law and wording; in demo mode also example people."""

from .base import load_base, load_new
from .demo import load_demo, sign_in_help

__all__ = ["load_base", "load_demo", "load_new", "sign_in_help"]
