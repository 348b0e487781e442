using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Chat;

/// <summary>What goes wrong over HTTP, as problem details with the same codes.</summary>
internal static class Problems
{
    public static void UseProblems(this WebApplication app) => app.UseExceptionHandler(new ExceptionHandlerOptions
    {
        ExceptionHandler = AnswerAsync,
        SuppressDiagnosticsCallback = static fault => fault.Exception is ChatException or BadHttpRequestException, // the client's doing, or the line's: no error of ours
    });

    private static async Task AnswerAsync(HttpContext context)
    {
        var fault = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var (status, code, text) = fault switch
        {
            ChatException { Code: "credentials-wrong" } refused => (StatusCodes.Status401Unauthorized, refused.Code, refused.Message),
            ChatException { Code: "file-unknown" } refused => (StatusCodes.Status404NotFound, refused.Code, refused.Message),
            ChatException { Code: "name-taken" } refused => (StatusCodes.Status409Conflict, refused.Code, refused.Message),
            ChatException { Code: "storage-unavailable" } refused => (StatusCodes.Status503ServiceUnavailable, refused.Code, refused.Message),
            ChatException refused => (StatusCodes.Status400BadRequest, refused.Code, refused.Message),
            BadHttpRequestException malformed => (malformed.StatusCode, "request-malformed", malformed.Message),
            _ => (StatusCodes.Status500InternalServerError, "failed", "Something went wrong here."),
        };
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(
            new ProblemDetails { Status = status, Title = code, Detail = text, Extensions = { ["code"] = code } }, options: null, contentType: "application/problem+json");
    }
}
