"""A shop on Django REST Framework: `drf_shop.py FLAVOR PORT DATA FOLDER`.

The flavors: `described` serves an OpenAPI document of drf-spectacular beside the API,
`plain` nothing but the API, `jsonapi` the same shop in JSON:API.
"""

import json
import sys
from pathlib import Path

import django
from django.apps import AppConfig
from django.conf import settings

FLAVOR, PORT, DATA, FOLDER = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "shop.db"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "rest_framework",
        "rest_framework.authtoken",
        "django_filters",
        "drf_spectacular",
        "rest_framework_json_api",
        "__main__.Shop",
    ],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    REST_FRAMEWORK={
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_FILTER_BACKENDS": [
            "django_filters.rest_framework.DjangoFilterBackend",
            "rest_framework.filters.SearchFilter",
            "rest_framework.filters.OrderingFilter",
        ],
        "DEFAULT_AUTHENTICATION_CLASSES": [
            "rest_framework.authentication.TokenAuthentication",
            "rest_framework.authentication.BasicAuthentication",
        ],
        "DEFAULT_PERMISSION_CLASSES": [
            "rest_framework.permissions.IsAuthenticatedOrReadOnly",
        ],
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY="only for tests on this machine",
    SPECTACULAR_SETTINGS={"TITLE": "Shop", "VERSION": "1.0.0"},
    TIME_ZONE="UTC",
    USE_TZ=True,
)


class Shop(AppConfig):
    """The application whose models stand in this file."""

    name = "__main__"
    label = "shop"
    path = str(FOLDER)


django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.urls import include, path  # noqa: E402
from django_filters.rest_framework import DjangoFilterBackend  # noqa: E402
from drf_spectacular.views import SpectacularAPIView  # noqa: E402
from rest_framework import pagination, routers, serializers, viewsets  # noqa: E402
from rest_framework.authtoken.views import obtain_auth_token  # noqa: E402
from rest_framework_json_api import django_filters as json_api_filters  # noqa: E402
from rest_framework_json_api import filters as json_api_order  # noqa: E402
from rest_framework_json_api import pagination as json_api_pages  # noqa: E402
from rest_framework_json_api import parsers, renderers  # noqa: E402
from rest_framework_json_api import serializers as json_api_serializers  # noqa: E402
from rest_framework_json_api import views as json_api_views  # noqa: E402


class Category(models.Model):
    """A group of products."""

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField()

    class Meta:
        app_label = "shop"
        ordering = ["id"]


class Product(models.Model):
    """Something on the shelf."""

    class Status(models.TextChoices):
        """Whether there is any."""

        IN_STOCK = "in_stock", "In stock"
        LOW = "low", "Low"
        SOLD_OUT = "sold_out", "Sold out"

    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    price = models.DecimalField(max_digits=9, decimal_places=2)
    stock = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.IN_STOCK)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    brand = models.CharField(max_length=60, null=True, blank=True)
    tags = models.JSONField(default=list, blank=True)
    active = models.BooleanField(default=True)
    available_from = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        app_label = "shop"
        ordering = ["id"]


class Review(models.Model):
    """What a customer says of a product."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    rating = models.IntegerField()
    comment = models.TextField()
    reviewer = models.CharField(max_length=80)
    email = models.EmailField()
    date = models.DateTimeField()

    class Meta:
        app_label = "shop"
        ordering = ["id"]


class CategorySerializer(serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = "__all__"


class ProductSerializer(serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = "__all__"


class ReviewSerializer(serializers.ModelSerializer):
    rating = serializers.IntegerField(min_value=1, max_value=5)

    class Meta:
        model = Review
        fields = "__all__"


class Pages(pagination.PageNumberPagination):
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100


class Offsets(pagination.LimitOffsetPagination):
    default_limit = 5
    max_limit = 100


class Cursors(pagination.CursorPagination):
    page_size = 20
    ordering = "id"


class CategoryViewSet(viewsets.ModelViewSet):
    queryset = Category.objects.all()
    serializer_class = CategorySerializer
    pagination_class = Offsets
    search_fields = ["name"]


class ProductViewSet(viewsets.ModelViewSet):
    queryset = Product.objects.all()
    serializer_class = ProductSerializer
    pagination_class = Pages
    search_fields = ["title", "description"]
    filterset_fields = {
        "id": ["in"],
        "category": ["exact", "in"],
        "status": ["exact"],
        "price": ["exact", "gte", "lte"],
        "stock": ["exact", "gt", "lt"],
        "title": ["exact", "icontains"],
        "active": ["exact"],
    }


class ReviewViewSet(viewsets.ModelViewSet):
    queryset = Review.objects.all()
    serializer_class = ReviewSerializer
    pagination_class = Cursors
    # A cursor has an order of its own.
    filter_backends = [DjangoFilterBackend]
    filterset_fields = ["product", "rating"]


class JsonApiCategorySerializer(json_api_serializers.ModelSerializer):
    class Meta:
        model = Category
        fields = "__all__"


class JsonApiProductSerializer(json_api_serializers.ModelSerializer):
    class Meta:
        model = Product
        fields = "__all__"


class JsonApiPages(json_api_pages.JsonApiPageNumberPagination):
    page_size = 20


class JsonApiViewSet(json_api_views.ModelViewSet):
    """A collection in JSON:API, with the filters and pages of that package."""

    renderer_classes = [renderers.JSONRenderer]
    parser_classes = [parsers.JSONParser]
    pagination_class = JsonApiPages
    filter_backends = [
        json_api_order.QueryParameterValidationFilter,
        json_api_order.OrderingFilter,
        json_api_filters.DjangoFilterBackend,
    ]

    def get_exception_handler(self):
        from rest_framework_json_api.exceptions import exception_handler

        return exception_handler


class JsonApiCategoryViewSet(JsonApiViewSet):
    queryset = Category.objects.all()
    serializer_class = JsonApiCategorySerializer
    resource_name = "categories"
    ordering_fields = ["id", "name"]


class JsonApiProductViewSet(JsonApiViewSet):
    queryset = Product.objects.all()
    serializer_class = JsonApiProductSerializer
    resource_name = "products"
    ordering_fields = ["id", "title", "price", "stock"]
    filterset_fields = {"price": ["exact"], "status": ["exact"]}


router = routers.DefaultRouter(trailing_slash=FLAVOR != "jsonapi")
if FLAVOR == "jsonapi":
    router.register("categories", JsonApiCategoryViewSet, basename="category")
    router.register("products", JsonApiProductViewSet, basename="product")
else:
    router.register("categories", CategoryViewSet)
    router.register("products", ProductViewSet)
    router.register("reviews", ReviewViewSet)
urlpatterns = [path("api/", include(router.urls))]
if FLAVOR == "described":
    urlpatterns += [
        path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
        path("api-token-auth/", obtain_auth_token),
    ]


@transaction.atomic
def seed():
    """Fills the new database with the rows of the data file."""
    data = json.loads(DATA.read_text())
    Category.objects.bulk_create(Category(**row) for row in data["categories"])
    Product.objects.bulk_create(Product(**row) for row in data["products"])
    Review.objects.bulk_create(Review(**row) for row in data["reviews"])
    User.objects.create_superuser("ada", "ada@example.com", "counting-engine")


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *arguments):
        """Says nothing: the log of a test is for its failures."""


call_command("migrate", verbosity=0, run_syncdb=True)
with connection.schema_editor() as editor:
    for model in (Category, Product, Review):
        if model._meta.db_table not in connection.introspection.table_names():
            editor.create_model(model)
seed()
server = ThreadedWSGIServer(("127.0.0.1", PORT), QuietHandler)
server.daemon_threads = True
server.set_app(get_wsgi_application())
server.serve_forever()
