"""The API's passages and families: the same filters as the pages, and the same functions behind them."""
