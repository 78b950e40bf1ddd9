"""A shop on FastAPI and fastcrud: `fastcrud_shop.py PORT DATA FOLDER`."""

import json
import sys
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import uvicorn
from fastapi import FastAPI
from fastcrud import FilterConfig, crud_router
from pydantic import BaseModel, EmailStr, Field
from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PORT, DATA, FOLDER = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
Status = Literal["in_stock", "low", "sold_out"]


class Base(DeclarativeBase):
    pass


class Category(Base):
    __tablename__ = "category"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    slug: Mapped[str] = mapped_column(String(60))


class Product(Base):
    __tablename__ = "product"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    description: Mapped[str | None]
    price: Mapped[float]
    stock: Mapped[int] = mapped_column(default=0)
    status: Mapped[str] = mapped_column(String(8))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    brand: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    active: Mapped[bool] = mapped_column(default=True)
    available_from: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=datetime.now)


class Review(Base):
    __tablename__ = "review"
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    rating: Mapped[int]
    comment: Mapped[str]
    reviewer: Mapped[str]
    email: Mapped[str]
    date: Mapped[datetime]


class CategoryCreate(BaseModel):
    name: str = Field(min_length=1, max_length=60)
    slug: str = Field(max_length=60)


class CategoryUpdate(BaseModel):
    name: str | None = Field(None, min_length=1, max_length=60)
    slug: str | None = Field(None, max_length=60)


class CategoryRead(CategoryCreate):
    id: int


class ProductCreate(BaseModel):
    title: str = Field(min_length=1, max_length=120)
    description: str | None = None
    price: float = Field(ge=0)
    stock: int = Field(0, ge=0)
    status: Status = "in_stock"
    category_id: int
    brand: str | None = None
    tags: list[str] = []
    active: bool = True
    available_from: date | None = None


class ProductUpdate(BaseModel):
    title: str | None = Field(None, min_length=1, max_length=120)
    description: str | None = None
    price: float | None = Field(None, ge=0)
    stock: int | None = Field(None, ge=0)
    status: Status | None = None
    category_id: int | None = None
    brand: str | None = None
    tags: list[str] | None = None
    active: bool | None = None
    available_from: date | None = None


class ProductRead(ProductCreate):
    id: int
    created_at: datetime


class ReviewCreate(BaseModel):
    product_id: int
    rating: int = Field(ge=1, le=5)
    comment: str
    reviewer: str
    email: EmailStr
    date: datetime


class ReviewUpdate(BaseModel):
    rating: int | None = Field(None, ge=1, le=5)
    comment: str | None = None


class ReviewRead(ReviewCreate):
    id: int


engine = create_async_engine(f"sqlite+aiosqlite:///{FOLDER / 'shop.db'}")
sessions = async_sessionmaker(engine, expire_on_commit=False)


async def session():
    async with sessions() as opened:
        yield opened


@asynccontextmanager
async def lifespan(_app):
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    data = json.loads(DATA.read_text())
    async with sessions() as opened:
        opened.add_all(Category(**row) for row in data["categories"])
        for row in data["products"]:
            row["available_from"] = row["available_from"] and date.fromisoformat(row["available_from"])
            row["created_at"] = datetime.fromisoformat(row["created_at"].removesuffix("Z"))
            opened.add(Product(**row))
        for row in data["reviews"]:
            row["date"] = datetime.fromisoformat(row["date"].removesuffix("Z"))
            opened.add(Review(**row))
        await opened.commit()
    yield


app = FastAPI(title="Shop", lifespan=lifespan)
app.include_router(
    crud_router(
        session=session,
        model=Category,
        create_schema=CategoryCreate,
        update_schema=CategoryUpdate,
        select_schema=CategoryRead,
        path="/categories",
        tags=["Categories"],
    )
)
app.include_router(
    crud_router(
        session=session,
        model=Product,
        create_schema=ProductCreate,
        update_schema=ProductUpdate,
        select_schema=ProductRead,
        path="/products",
        tags=["Products"],
        filter_config=FilterConfig(
            status=None, category_id=None, price__gte=None, price__lte=None, stock__gt=None
        ),
    )
)
app.include_router(
    crud_router(
        session=session,
        model=Review,
        create_schema=ReviewCreate,
        update_schema=ReviewUpdate,
        select_schema=ReviewRead,
        path="/reviews",
        tags=["Reviews"],
        filter_config=FilterConfig(product_id=None, rating=None),
    )
)
uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning")
