"""Writes transactions into a topic as the reference does: kafka-python, `json.dumps`, floats, local times without a zone.

Usage: reference_producer.py BOOTSTRAP TOPIC COUNT SEED
Prints JSON: how many messages Kafka has taken, and their revenue in centimes.
"""
import json
import random
import sys
import uuid
from datetime import datetime, timedelta

from kafka import KafkaProducer

CITIES = ["Casablanca", "Rabat", "Fès", "Marrakech", "Tanger", "Agadir"]
CATEGORIES = {
    "Electronics": (100, 5000),
    "Fashion": (50, 1000),
    "Home & Garden": (80, 3000),
    "Food & Beverage": (20, 500),
    "Books": (30, 300),
}
PAYMENT_METHODS = ["Credit Card", "Cash on Delivery", "Mobile App", "Bank Transfer"]

bootstrap, topic, count, seed = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
generator = random.Random(seed)
producer = KafkaProducer(
    bootstrap_servers=[bootstrap],
    value_serializer=lambda value: json.dumps(value).encode("utf-8"),
    key_serializer=lambda key: key.encode("utf-8"),
)
# From an hour ago on, so that the times are past although each is later than the one before.
moment = datetime.now() - timedelta(hours=1)
revenue = 0
deliveries = []
for _ in range(count):
    category = generator.choice(list(CATEGORIES))
    amount = round(generator.uniform(*CATEGORIES[category]), 2)
    moment += timedelta(milliseconds=generator.randrange(1, 200))
    sale = {
        "transaction_id": str(uuid.UUID(int=generator.getrandbits(128), version=4)),
        "user_id": f"user_{generator.randint(1, 5000)}",
        "city": generator.choice(CITIES),
        "category": category,
        "amount": amount,
        "quantity": generator.randint(1, 5),
        "payment_method": generator.choice(PAYMENT_METHODS),
        "timestamp": moment.isoformat(),
    }
    revenue += round(amount * 100)
    deliveries.append(producer.send(topic, key=sale["user_id"], value=sale))
producer.flush()
for delivery in deliveries:
    delivery.get(timeout=30)
producer.close()
print(json.dumps({"messages": count, "revenue_minor_units": revenue}))
