using System.Text.Json.Nodes;
using MultiTransport.Testing;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>What a page goes through.</summary>
internal static class PageOps
{
    public static Task HideAsync(this IClientRuntime page) => page.RunAsync("visibility", new JsonObject { ["value"] = "hidden" });

    public static Task ShowAsync(this IClientRuntime page) => page.RunAsync("visibility", new JsonObject { ["value"] = "visible" });

    /// <summary>An event of the window, for example <c>online</c>.</summary>
    public static Task EventAsync(this IClientRuntime page, string name) => page.RunAsync("event", new JsonObject { ["name"] = name });

    /// <summary><c>pagehide</c> or <c>pageshow</c>, as a page sees them that the browser keeps.</summary>
    public static Task TransitionAsync(this IClientRuntime page, string name, bool persisted) =>
        page.RunAsync("transition", new JsonObject { ["name"] = name, ["persisted"] = persisted });

    /// <summary>A page in the page, from that origin.</summary>
    public static async Task<ScriptRuntime> OpenFrameAsync(this IClientRuntime page, Uri origin)
    {
        var host = await ControlHost.Instance;
        var name = $"frame-{Guid.NewGuid():N}";
        await page.RunAsync("openFrame", new JsonObject { ["name"] = name, ["url"] = host.PageOf(name, origin).ToString() });
        return new ScriptRuntime(name, isPage: true, await host.ConnectionOfAsync(name).WithTimeout());
    }

    /// <summary>The page in the page goes somewhere else.</summary>
    public static Task LeaveFrameAsync(this IClientRuntime page, ScriptRuntime frame) => page.RunAsync("leaveFrame", new JsonObject { ["name"] = frame.Name });

    public static Task DropFrameAsync(this IClientRuntime page, ScriptRuntime frame) => page.RunAsync("dropFrame", new JsonObject { ["name"] = frame.Name });

    /// <summary>Chromium delays the handshakes of a page of whose last ones most failed, by seconds: some that work make up for them.</summary>
    public static async Task CalmSocketsAsync(this IClientRuntime page)
    {
        if (page.IsPage)
        {
            await page.RunAsync("calmSockets", new JsonObject { ["url"] = (await ControlHost.Instance).Control.ToString(), ["count"] = 12 });
        }
    }

    private static Task RunAsync(this IClientRuntime page, string op, JsonObject fields) => ((ScriptRuntime)page).Control.CommandAsync(op, fields).WithTimeout();
}
