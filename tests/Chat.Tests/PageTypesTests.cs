using System.Diagnostics;
using MultiTransport.Conformance.Runtimes;
using MultiTransport.Testing;

namespace Chat.Tests;

/// <summary>The types in the page's comments hold, the client's too as the page uses them.</summary>
public sealed class PageTypesTests
{
    private static readonly string Compiler = Path.Combine(ClientScript.Folder, "node_modules", "typescript", "bin", "tsc");
    private static readonly string Project = Path.Combine(ClientScript.Folder, "..", "..", "samples", "Chat", "tsconfig.json");

    [CompilerFact]
    public async Task Page_HasNoTypeErrors()
    {
        using var compiler = Process.Start(new ProcessStartInfo(RuntimeTools.Node, [Compiler, "-p", Project]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = compiler.StandardError.ReadToEndAsync().WithTimeout(TimeSpan.FromMinutes(2));
        var printed = await compiler.StandardOutput.ReadToEndAsync().WithTimeout(TimeSpan.FromMinutes(2));
        await compiler.WaitForExitAsync();

        Assert.Equal("", printed + await errors);
        Assert.Equal(0, compiler.ExitCode);
    }

    private sealed class CompilerFactAttribute : FactAttribute
    {
        public CompilerFactAttribute()
        {
            var absent = new[] { RuntimeTools.Node, Compiler }.FirstOrDefault(static file => !File.Exists(file));
            if (absent is not null && Environment.GetEnvironmentVariable("MULTITRANSPORT_REQUIRE_TOOLS") != "1")
            {
                Skip = $"{absent} is not installed; MULTITRANSPORT_REQUIRE_TOOLS=1 makes this a failure";
                DisplayName = $"{nameof(Page_HasNoTypeErrors)} ({Skip})"; // the runner prints the name of what is skipped, and not the reason
            }
        }
    }
}
