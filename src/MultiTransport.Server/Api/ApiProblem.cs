using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using MultiTransport.Protocol;
using MultiTransport.Server.Api.Publishing;

namespace MultiTransport.Server.Api;

/// <summary>A refusal: problem details (RFC 9457) with a stable code.</summary>
internal sealed record ApiProblem : IResult
{
    public required int Status { get; init; }

    public required string Code { get; init; }

    /// <summary>What was wrong, the value, and what is accepted.</summary>
    public required string Detail { get; init; }

    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    /// <summary>Of a batch: what is wrong with its messages, the first ones; null elsewhere.</summary>
    public IReadOnlyList<PublishFault>? Faults { get; init; }

    /// <summary>Of a batch that could not be finished: what became of the messages before; null elsewhere.</summary>
    public IReadOnlyList<PublishResult>? Results { get; init; }

    /// <summary>The methods that are there, for the header Allow.</summary>
    internal string? Allow { get; init; }

    /// <summary>When trying again may help.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    public static ApiProblem Of(int status, string code, string detail) => new() { Status = status, Code = code, Detail = detail };

    public static ApiProblem Of(TopicException fault) => Of(StatusOf(fault.Code), fault.Code, fault.Message) with
    {
        RetryAfter = fault.Code is TopicCode.HistoryUnavailable or TopicCode.TopicLimit ? TimeSpan.FromSeconds(1) : null,
    };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        if (Allow is not null)
        {
            response.Headers.Allow = Allow;
        }

        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        response.ContentType = "application/problem+json";
        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(this, ApiJson.Default.ApiProblem), httpContext.RequestAborted);
    }

    /// <summary>The status of a code that topics, too, know.</summary>
    internal static int StatusOf(string code) => code switch
    {
        TopicCode.TopicUnknown => StatusCodes.Status404NotFound,
        TopicCode.TopicForbidden or ApiCode.KeyForbidden => StatusCodes.Status403Forbidden,
        TopicCode.IdempotencyKeyReused => StatusCodes.Status422UnprocessableEntity,
        TopicCode.HistoryUnavailable or TopicCode.TopicLimit => StatusCodes.Status503ServiceUnavailable,
        FailCode.MessageTooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status400BadRequest,
    };
}
