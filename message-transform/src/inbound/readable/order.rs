//! Orders from a catalog.

use meta_whatsapp_client::webhooks::{Order, OrderItem};

use super::Lines;

/// The order: what was written with it, one line an item, the sum.
pub(in crate::inbound) fn order(order: &Order) -> String {
    let items = &order.product_items;
    let mut lines = Lines::titled(match items.len() {
        1 => "[Order: 1 item]".to_owned(),
        count => format!("[Order: {count} items]"),
    });
    lines.push(order.text.as_deref().unwrap_or_default());
    for item in items {
        lines.push(line(item));
    }
    if let Some((sum, currency)) = total(items).filter(|_| items.len() > 1) {
        lines.push(format!("Total: {}", price(sum, currency)));
    }
    lines.text()
}

fn line(item: &OrderItem) -> String {
    let quantity = item.quantity.unwrap_or(1);
    let product = item.product_retailer_id.as_deref().unwrap_or("(no name)");
    match item.item_price {
        Some(one) => {
            let currency = item.currency.as_deref().unwrap_or_default();
            format!("{quantity} × {product}, {} each", price(one, currency))
        }
        None => format!("{quantity} × {product}"),
    }
}

/// The sum, if all items have a price in one currency.
fn total(items: &[OrderItem]) -> Option<(f64, &str)> {
    let currency = items.first()?.currency.as_deref().unwrap_or_default();
    let mut sum = 0.0;
    for item in items {
        if item.currency.as_deref().unwrap_or_default() != currency {
            return None;
        }
        let quantity = i32::try_from(item.quantity.unwrap_or(1)).ok()?;
        sum += item.item_price? * f64::from(quantity);
    }
    Some((sum, currency))
}

fn price(amount: f64, currency: &str) -> String {
    format!("{amount:.2} {currency}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> String {
        order(&serde_json::from_str::<Order>(json).unwrap())
    }

    #[test]
    fn an_order_is_a_list_with_its_sum() {
        let text = read(
            r#"{"catalog_id":"1","text":"as a gift","product_items":[
                {"product_retailer_id":"tea","quantity":2,"item_price":4.5,"currency":"EUR"},
                {"product_retailer_id":"cup","quantity":"1","item_price":"7","currency":"EUR"}]}"#,
        );

        assert_eq!(
            text,
            "[Order: 2 items]\nas a gift\n2 × tea, 4.50 EUR each\n1 × cup, 7.00 EUR each\n\
             Total: 16.00 EUR"
        );
    }

    #[test]
    fn there_is_no_sum_of_what_cannot_be_summed() {
        assert_eq!(
            read(
                r#"{"product_items":[{"product_retailer_id":"a","item_price":1,"currency":"EUR"},
                    {"product_retailer_id":"b","item_price":1,"currency":"USD"},{}]}"#
            ),
            "[Order: 3 items]\n1 × a, 1.00 EUR each\n1 × b, 1.00 USD each\n1 × (no name)"
        );
        assert_eq!(read("{}"), "[Order: 0 items]");
    }
}
