"""The contract, told as stories over real HTTP against every backend that is at hand."""
