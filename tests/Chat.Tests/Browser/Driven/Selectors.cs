using System.Text.Json;

namespace Chat.Tests.Browser.Driven;

/// <summary>Finds elements by kind and accessible name, as both browsers' JavaScript does.</summary>
internal static class Selectors
{
    /// <summary>JavaScript that gives the first element that is seen, fits the CSS before <c>«</c> and is called what stands after it; null where there is none.</summary>
    public static string Find(string selector)
    {
        var parts = selector.Split('«');
        var name = parts.Length > 1 ? JsonSerializer.Serialize(parts[1].TrimEnd('»')) : "null";
        return $$"""
            ((name) => [...document.querySelectorAll({{JsonSerializer.Serialize(parts[0])}})].find((one) =>
              one.checkVisibility() && (name === null || [one.ariaLabel, one.textContent, one.labels?.[0]?.textContent].some((text) => text?.trim().startsWith(name)))) ?? null)({{name}})
            """;
    }
}
