namespace Chat.Tests.Browser.Driven;

/// <summary>A page in a browser: what a person does to it, and what can be seen of it.</summary>
internal interface IDrivenPage : IAsyncDisposable
{
    /// <summary>Errors and warnings of its console, uncaught exceptions, violations of its policy, dialogs that scripts opened.</summary>
    IReadOnlyCollection<string> Complaints { get; }

    Task GotoAsync(Uri url);

    /// <summary>What an expression of JavaScript comes to; it is a string.</summary>
    Task<string> EvaluateAsync(string expression);

    /// <summary>Presses the middle of the first element that fits, scrolled into view.</summary>
    Task ClickAsync(string selector);

    /// <summary>Types into whatever has the focus, key by key.</summary>
    Task TypeAsync(string text);

    /// <summary>Presses a key: <c>Enter</c>, <c>Tab</c>, <c>Escape</c>, <c>ArrowUp</c>, <c>Shift+Tab</c>.</summary>
    Task PressAsync(string key);

    /// <summary>Chooses files in a field for them.</summary>
    Task ChooseAsync(string selector, string file);
}
