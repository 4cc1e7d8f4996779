use crate::settings::{ModelWriter as Settings, Settings as All};
use anyhow::{Context, bail};

/// Which model writes, for commands without an instance of their own.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ModelFlags {
    /// Where the model's API begins, such as http://127.0.0.1:11434/v1
    #[arg(long, value_name = "URL")]
    pub model_url: Option<String>,
    /// The model, as its server calls it
    #[arg(long, value_name = "NAME")]
    pub model_name: Option<String>,
    /// Environment variable that holds the key
    #[arg(long, value_name = "VARIABLE")]
    pub model_key: Option<String>,
    /// Seconds for one question to the model
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub model_timeout: Option<u32>,
    /// How freely the model chooses its words, from 0 to 2
    #[arg(long, value_name = "NUMBER", value_parser = temperature)]
    pub model_temperature: Option<f64>,
    /// Tokens that an answer may have
    #[arg(long, value_name = "TOKENS", value_parser = clap::value_parser!(u32).range(100..=100_000))]
    pub model_tokens: Option<u32>,
}

fn temperature(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=2.0).contains(number));
    number.ok_or_else(|| "a number from 0 to 2 is needed".to_owned())
}

impl ModelFlags {
    /// Whether a model is named.
    pub fn are_given(&self) -> bool {
        self.model_url.is_some() || self.model_name.is_some()
    }

    /// The settings of this model; all that the flags do not say is the default.
    pub fn settings(&self) -> anyhow::Result<Settings> {
        let mut settings = All::example()?.model.writer;
        let name = self.model_name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        settings.name = name.context("--model-name names no model")?.to_owned();
        let url = self.model_url.as_deref().context("--model-url names no address")?;
        let web = url
            .parse::<url::Url>()
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if !web {
            bail!("--model-url {url}: must begin with http:// or https:// and name a host");
        }
        settings.url = url.to_owned();
        settings.key = self.model_key.iter().map(|name| format!("env:{name}")).collect();
        settings.timeout_seconds = self.model_timeout.unwrap_or(settings.timeout_seconds);
        settings.temperature = self.model_temperature.unwrap_or(settings.temperature);
        settings.max_tokens = self.model_tokens.unwrap_or(settings.max_tokens);
        Ok(settings)
    }
}
