"""The models in a user's folders: found, put together, named, chosen."""
