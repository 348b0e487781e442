using MultiTransport.Client;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>Messages and failures of the .NET client as the scenarios know them.</summary>
internal static class DotNetData
{
    public static ScenarioData Of(ClientMessage message) =>
        message.Kind == ClientMessageKind.Text ? ScenarioData.OfText(message.Text) : ScenarioData.OfBinary(message.Data.ToArray());

    public static bool IsText(ScenarioData data) => data.Form is "text" or "broken" || (data.Form == "size" && data.Json["kind"]!.GetValue<string>() == "text");

    public static string TextOf(ScenarioData data) => data.Form switch
    {
        "broken" => "half a pair: \ud800",
        "size" => new string('x', data.Size),
        _ => data.Text,
    };

    public static byte[] BytesOf(ScenarioData data) => data.Form == "size" ? new byte[data.Size] : data.Bytes;

    public static async ValueTask<ClientMessage> AnswerAsync(string how, ClientMessage request, CancellationToken stop)
    {
        switch (how)
        {
            case "echo":
                return request;
            case "upper":
                return ClientMessage.FromText(request.Text.ToUpperInvariant());
            case "hang":
                await Task.Delay(Timeout.Infinite, stop);
                return request;
            default:
                throw new InvalidOperationException("on purpose");
        }
    }

    public static Task Translate(Func<Task> run) => Translate(async () =>
    {
        await run();
        return true;
    });

    /// <summary>Runs the call's beginning at once.</summary>
    public static async Task<T> Translate<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (SessionException fault)
        {
            throw new ClientFailureException("SessionError", fault.Code, fault.Number, fault.Message);
        }
        catch (ArgumentException fault)
        {
            throw new ClientFailureException("TypeError", code: null, 0, fault.Message);
        }
    }
}
