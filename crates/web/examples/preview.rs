//! Serves the invented town of the tests, to look at the pages: `cargo run -p web --example preview`.
//! With a folder as argument it writes the static export there instead.

#[path = "../tests/town/mod.rs"]
#[allow(dead_code, clippy::unwrap_used)]
mod town;

use std::path::Path;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut town = town::busy().await;
    town.site.pages_last = std::time::Duration::from_secs(1);
    if let Some(folder) = std::env::args().nth(1) {
        for file in web::pages(&town.site, web::Scope::Whole).await? {
            let path = Path::new(&folder).join(file.name.trim_start_matches('/'));
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(path, file.bytes)?;
        }
        return Ok(());
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}/", listener.local_addr()?);
    axum::serve(listener, web::router(town.site)).await?;
    Ok(())
}
