namespace MultiTransport.Server.Tests.Browser.Driven;

/// <summary>A page of a browser that Playwright does not drive.</summary>
internal interface IDrivenPage : IAsyncDisposable
{
    /// <summary>What a promise of the page's own JavaScript comes to.</summary>
    /// <param name="promise">An expression, for example <c>fetch('/healthz').then(answer => answer.text())</c>; it comes to a string.</param>
    Task<string> EvaluateAsync(string promise);
}
