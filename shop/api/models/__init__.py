from shop.api.models.answered import AnsweredRequest
from shop.api.models.key import ApiKey, Scope

__all__ = ["AnsweredRequest", "ApiKey", "Scope"]
