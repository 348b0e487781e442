using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport.Server.Api.Publishing;

/// <summary>Reads the body of a publish: JSON of the one form that is understood here.</summary>
internal static class PublishReader
{
    private const string Form = "{\"messages\":[{\"topic\":\"…\",\"text\":\"…\"}]}";

    public static ApiProblem? Read(ReadOnlySpan<byte> json, out PublishBody body)
    {
        body = new PublishBody();
        try
        {
            body = JsonSerializer.Deserialize(json, ApiJson.Default.PublishBody) ?? body;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return HoldsNoText(json)
                ? ApiProblem.Of(StatusCodes.Status400BadRequest, FailCode.NotUtf8, "A text in the body is no well-formed UTF-8, or holds half of a surrogate pair.")
                : Malformed($"The body is not the JSON of a publish, at {Place(fault)}; accepted is {Form}.");
        }

        if (body.Others is { Count: > 0 } others)
        {
            return Malformed($"The body has '{Shown.Of(others.First().Key)}'; accepted is messages, {Form}.");
        }

        return body.Messages switch
        {
            null or [] => Malformed($"messages is {(body.Messages is null ? "missing" : "empty")}; accepted are 1 to {PublishChecks.MostMessages} messages, {Form}."),
            { Count: > PublishChecks.MostMessages } => ApiProblem.Of(
                StatusCodes.Status413PayloadTooLarge, ApiCode.BatchTooLarge, $"messages has {body.Messages.Count} entries; accepted are at most {PublishChecks.MostMessages}."),
            _ => null,
        };
    }

    private static string Place(Exception fault) =>
        fault is JsonException malformed ? $"{malformed.Path ?? "$"} (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine})" : "$";

    /// <summary>Whether a string in the JSON cannot be a text.</summary>
    private static bool HoldsNoText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        catch (JsonException)
        {
            return false; // malformed before it
        }

        return false;
    }

    private static ApiProblem Malformed(string detail) => ApiProblem.Of(StatusCodes.Status400BadRequest, ApiCode.BodyMalformed, detail);
}
